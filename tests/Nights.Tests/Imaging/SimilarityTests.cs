using Nights.Imaging;
using Nights.Imaging.Measures;

namespace Nights.Tests.Imaging;

/// <summary>SSIM and MS-SSIM against the formulas of the papers, written down as they stand: one window after the other, nothing separated.</summary>
public sealed class SimilarityTests
{
    private const double C1 = 6.5025, C2 = 58.5225;     // (0.01 · 255)², (0.03 · 255)²

    [Theory]
    [InlineData(11, 11, 1)]
    [InlineData(40, 27, 2)]
    public void Ssim_is_the_mean_over_windows_of_the_formula(int width, int height, int seed)
    {
        var (left, right) = Pair(width, height, seed);

        StructuralSimilarity.Of(left, right).ShouldBe(Naive(Luma(left), Luma(right)).Whole, 1e-10);
    }

    [Fact]
    public void Ssim_of_two_greys_is_the_luminance_term_alone() =>
        StructuralSimilarity.Of(Grey(100, 16), Grey(120, 16)).ShouldBe((2 * 100 * 120 + C1) / (100 * 100 + 120 * 120 + C1), 1e-9);

    [Theory]
    [InlineData(176, 176, 3)]
    [InlineData(181, 200, 4)]
    public void Ms_ssim_is_the_weighted_product_over_five_scales(int width, int height, int seed)
    {
        var (left, right) = Pair(width, height, seed);
        var (a, b) = (Luma(left), Luma(right));
        var expected = 1.0;
        foreach (var (weight, last) in new[] { (0.0448, false), (0.2856, false), (0.3001, false), (0.2363, false), (0.1333, true) })
        {
            var (whole, contrast) = Naive(a, b);
            expected *= Math.Pow(last ? whole : contrast, weight);
            (a, b) = (Half(a), Half(b));
        }

        MultiScaleSimilarity.Of(left, right).ShouldBe(expected, 1e-10);
    }

    [Fact]
    public void Equal_pictures_are_one_and_a_negative_is_zero()
    {
        var (picture, _) = Pair(176, 180, 5);
        var negative = new PixelImage(176, 180);
        for (var i = 0; i < picture.Bytes.Length; i++) negative.Bytes[i] = (byte)(255 - picture.Bytes[i]);

        MultiScaleSimilarity.Of(picture, picture).ShouldBe(1, 1e-12);
        MultiScaleSimilarity.Of(picture, negative).ShouldBe(0, "contrast and structure are anticorrelated at every scale");
    }

    [Fact]
    public void Pictures_too_small_for_a_window_are_refused_with_the_limit()
    {
        Should.Throw<ArgumentException>(() => StructuralSimilarity.Of(Grey(1, 10), Grey(1, 10))).Message.ShouldContain("at least 11x11");
        Should.Throw<ArgumentException>(() => MultiScaleSimilarity.Of(Grey(1, 175), Grey(1, 175))).Message.ShouldContain("at least 176x176");
    }

    private static (double Whole, double Contrast) Naive(double[,] a, double[,] b)
    {
        var weights = new double[11, 11];
        var total = 0.0;
        for (var y = 0; y < 11; y++)
            for (var x = 0; x < 11; x++)
                total += weights[y, x] = Math.Exp(-((x - 5) * (x - 5) + (y - 5) * (y - 5)) / 4.5);

        var (whole, contrast, windows) = (0.0, 0.0, 0);
        for (var top = 0; top + 11 <= a.GetLength(0); top++)
        {
            for (var left = 0; left + 11 <= a.GetLength(1); left++, windows++)
            {
                double Mean(Func<double, double, double> of)
                {
                    var sum = 0.0;
                    for (var y = 0; y < 11; y++)
                        for (var x = 0; x < 11; x++)
                            sum += weights[y, x] / total * of(a[top + y, left + x], b[top + y, left + x]);
                    return sum;
                }

                var (ma, mb) = (Mean((p, _) => p), Mean((_, q) => q));
                var (va, vb, ab) = (Mean((p, _) => (p - ma) * (p - ma)), Mean((_, q) => (q - mb) * (q - mb)), Mean((p, q) => (p - ma) * (q - mb)));
                var shape = (2 * ab + C2) / (va + vb + C2);
                contrast += shape;
                whole += shape * (2 * ma * mb + C1) / (ma * ma + mb * mb + C1);
            }
        }
        return (whole / windows, contrast / windows);
    }

    private static double[,] Half(double[,] plane)
    {
        var half = new double[plane.GetLength(0) / 2, plane.GetLength(1) / 2];
        for (var y = 0; y < half.GetLength(0); y++)
            for (var x = 0; x < half.GetLength(1); x++)
                half[y, x] = (plane[2 * y, 2 * x] + plane[2 * y + 1, 2 * x] + plane[2 * y, 2 * x + 1] + plane[2 * y + 1, 2 * x + 1]) / 4;
        return half;
    }

    private static double[,] Luma(PixelImage picture)
    {
        var luma = new double[picture.Height, picture.Width];
        for (var y = 0; y < picture.Height; y++)
            for (var x = 0; x < picture.Width; x++)
                luma[y, x] = 0.299 * picture.Row(y)[3 * x] + 0.587 * picture.Row(y)[3 * x + 1] + 0.114 * picture.Row(y)[3 * x + 2];
        return luma;
    }

    /// <summary>A drawn picture, and the same with noise: alike at every scale, so that no mean is below zero.</summary>
    private static (PixelImage Left, PixelImage Right) Pair(int width, int height, int seed)
    {
        var random = new Random(seed);
        var (left, right) = (new PixelImage(width, height), new PixelImage(width, height));
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width * 3; x++)
            {
                var value = 128 + 60 * Math.Sin(x / 17.0) + 50 * Math.Cos(y / 5.0);
                left.Row(y)[x] = (byte)value;
                right.Row(y)[x] = (byte)Math.Clamp(0.8 * value + random.Next(-20, 20), 0, 255);
            }
        }
        return (left, right);
    }

    private static PixelImage Grey(byte value, int edge)
    {
        var picture = new PixelImage(edge, edge);
        picture.Bytes.Fill(value);
        return picture;
    }
}
