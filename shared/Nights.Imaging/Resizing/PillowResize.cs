namespace Nights.Imaging.Resizing;

/// <summary>
/// Resizes as Pillow does, byte for byte: antialiased (the filter widens when shrinking), separable, horizontal first, 8-bit
/// between the passes, 22-bit fixed-point weights. Checked against Pillow 9.4.0; the algorithm is that of its <c>Resample.c</c>.
/// </summary>
public static class PillowResize
{
    /// <summary>Cubic convolution with a = -0.5: what DreamSim and CLIP preprocessing use.</summary>
    public static PixelImage Bicubic(PixelImage image, int width, int height) => Resize(image, width, height, ResamplingFilter.Bicubic);

    /// <summary>A triangle as wide as two pixels of the smaller picture: torchvision's default, what DISTS was trained and judged on.</summary>
    public static PixelImage Bilinear(PixelImage image, int width, int height) => Resize(image, width, height, ResamplingFilter.Bilinear);

    /// <summary>Windowed sinc of three lobes: what image-to-image preprocessing uses, and the sharpest for display.</summary>
    public static PixelImage Lanczos(PixelImage image, int width, int height) => Resize(image, width, height, ResamplingFilter.Lanczos);

    /// <summary>The mean of the pixels covered.</summary>
    public static PixelImage Box(PixelImage image, int width, int height) => Resize(image, width, height, ResamplingFilter.Box);

    private static PixelImage Resize(PixelImage image, int width, int height, ResamplingFilter filter)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (width != image.Width)
            image = Horizontal(image, width, FixedPointWeights.For(filter, image.Width, width));
        if (height != image.Height)
            image = Vertical(image, height, FixedPointWeights.For(filter, image.Height, height));
        return image;
    }

    private static PixelImage Horizontal(PixelImage image, int width, FixedPointWeights weights)
    {
        var result = new PixelImage(width, image.Height);
        for (var y = 0; y < image.Height; y++)
        {
            var from = image.Row(y);
            var to = result.Row(y);
            for (var x = 0; x < width; x++)
            {
                int red = FixedPointWeights.Half, green = red, blue = red;
                var source = from[(weights.Start(x) * 3)..];
                foreach (var weight in weights.Of(x))
                {
                    red += source[0] * weight;
                    green += source[1] * weight;
                    blue += source[2] * weight;
                    source = source[3..];
                }
                to[3 * x] = FixedPointWeights.ToByte(red);
                to[3 * x + 1] = FixedPointWeights.ToByte(green);
                to[3 * x + 2] = FixedPointWeights.ToByte(blue);
            }
        }
        return result;
    }

    private static PixelImage Vertical(PixelImage image, int height, FixedPointWeights weights)
    {
        var result = new PixelImage(image.Width, height);
        var sums = new int[image.Width * 3];
        for (var y = 0; y < height; y++)
        {
            Array.Fill(sums, FixedPointWeights.Half);
            var source = weights.Start(y);
            foreach (var weight in weights.Of(y))
            {
                var from = image.Row(source++);
                for (var i = 0; i < sums.Length; i++)
                    sums[i] += from[i] * weight;
            }
            var to = result.Row(y);
            for (var i = 0; i < sums.Length; i++)
                to[i] = FixedPointWeights.ToByte(sums[i]);
        }
        return result;
    }
}
