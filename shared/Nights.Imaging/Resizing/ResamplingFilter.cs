namespace Nights.Imaging.Resizing;

/// <summary>A resampling kernel: its half-width in source pixels at scale one, and its value.</summary>
internal sealed record ResamplingFilter(double Support, Func<double, double> Value)
{
    public static readonly ResamplingFilter Box = new(0.5, x => x is > -0.5 and <= 0.5 ? 1 : 0);

    public static readonly ResamplingFilter Bilinear = new(1, x => Math.Max(0, 1 - Math.Abs(x)));

    public static readonly ResamplingFilter Bicubic = new(2, x =>
    {
        const double A = -0.5;
        x = Math.Abs(x);
        return x < 1 ? ((A + 2) * x - (A + 3)) * x * x + 1
            : x < 2 ? (((x - 5) * x + 8) * x - 4) * A
            : 0;
    });

    public static readonly ResamplingFilter Lanczos = new(3, x => x is >= -3 and < 3 ? Sinc(x) * Sinc(x / 3) : 0);

    private static double Sinc(double x) => x == 0 ? 1 : Math.Sin(x * Math.PI) / (x * Math.PI);
}
