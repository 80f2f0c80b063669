namespace Nights.Imaging.Measures;

/// <summary>The luma of a picture (ITU-R BT.601), not rounded, 0 to 255, rows from the top.</summary>
internal sealed record LumaPlane(int Width, int Height, double[] Values)
{
    public static LumaPlane Of(PixelImage image)
    {
        var bytes = image.Bytes;
        var luma = new double[image.Width * image.Height];
        for (var i = 0; i < luma.Length; i++)
            luma[i] = 0.299 * bytes[3 * i] + 0.587 * bytes[3 * i + 1] + 0.114 * bytes[3 * i + 2];
        return new LumaPlane(image.Width, image.Height, luma);
    }

    /// <summary>Half the size: means of 2 × 2 pixels; the last row or column of an odd number is left out.</summary>
    public LumaPlane Halved()
    {
        var (width, height) = (Width / 2, Height / 2);
        var halved = new double[width * height];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var from = 2 * y * Width + 2 * x;
                halved[y * width + x] = (Values[from] + Values[from + 1] + Values[from + Width] + Values[from + Width + 1]) / 4;
            }
        }
        return new LumaPlane(width, height, halved);
    }
}
