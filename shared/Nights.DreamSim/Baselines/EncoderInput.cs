using Nights.DreamSim.Triplets;
using Nights.Imaging;

namespace Nights.DreamSim.Baselines;

/// <summary>A picture as an encoder wants it.</summary>
public static class EncoderInput
{
    /// <summary>Size² · 3 numbers: (3, size, size), or (size, size, 3) where channels are last.</summary>
    public static float[] Of(PixelImage picture, EncoderOptions options)
    {
        var (square, left, top) = Square(picture, options);
        var (size, input) = (options.Size, new float[3 * options.Size * options.Size]);
        for (var y = 0; y < size; y++)
        {
            var row = square.Row(top + y)[(3 * left)..];
            for (var x = 0; x < size; x++)
            {
                for (var channel = 0; channel < 3; channel++)
                {
                    var value = (row[3 * x + channel] / 255f - options.Mean[channel]) / options.Std[channel];
                    var place = options.Bgr ? 2 - channel : channel;
                    input[options.ChannelsLast ? (y * size + x) * 3 + place : (place * size + y) * size + x] = value;
                }
            }
        }

        return input;
    }

    /// <summary>The resized picture, and where in it the square begins.</summary>
    /// <remarks>The crop is torchvision's Resize and CenterCrop: the longer edge rounded down, the middle to the nearest, halves to even.</remarks>
    private static (PixelImage Picture, int Left, int Top) Square(PixelImage picture, EncoderOptions options)
    {
        if (options.Fit == EncoderFit.Stretch) return (picture.Resized(options.Size, options.Size, options.Resampling), 0, 0);

        var shorter = Math.Min(picture.Width, picture.Height);
        var (width, height) = ((int)((long)options.Size * picture.Width / shorter), (int)((long)options.Size * picture.Height / shorter));
        var resized = picture.Resized(width, height, options.Resampling);
        return (resized, Middle(width), Middle(height));

        int Middle(int edge) => (int)Math.Round((edge - options.Size) / 2.0, MidpointRounding.ToEven);
    }
}
