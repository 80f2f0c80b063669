namespace Nights.Imaging.Measures;

/// <summary>How far two pictures of one size are apart, in steps of 1/255 of a channel.</summary>
/// <param name="Largest">The largest difference of any channel of any pixel.</param>
/// <param name="Mean">Mean absolute difference.</param>
/// <param name="ShareOfPixels">Share of pixels with any difference, in [0, 1].</param>
/// <param name="Psnr">Peak signal to noise ratio in dB; infinite for equal pictures.</param>
public readonly record struct PictureDifference(int Largest, double Mean, double ShareOfPixels, double Psnr)
{
    /// <exception cref="ArgumentException">The pictures differ in size.</exception>
    public static PictureDifference Between(PixelImage first, PixelImage second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        SameSize.Require(first, second);
        var a = first.Bytes;
        var b = second.Bytes;
        long sum = 0;
        int largest = 0, pixels = 0;
        for (var pixel = 0; pixel < a.Length; pixel += 3)
        {
            var differs = 0;
            for (var channel = pixel; channel < pixel + 3; channel++)
            {
                var distance = Math.Abs(a[channel] - b[channel]);
                sum += distance;
                differs = Math.Max(differs, distance);
            }
            largest = Math.Max(largest, differs);
            pixels += differs > 0 ? 1 : 0;
        }
        return new PictureDifference(largest, (double)sum / a.Length, pixels * 3.0 / a.Length, PeakSignalToNoise.Of(first, second));
    }
}
