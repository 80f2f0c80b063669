using static TorchSharp.torch;

namespace Nights.NumericsTests;

internal static class NearTensors
{
    /// <summary>Same shape, and each |actual − expected| is at most absolute + relative · |expected|.</summary>
    public static void ShouldBeNear(this Tensor actual, Tensor expected, double absolute, double relative = 0, string? what = null)
    {
        actual.shape.ShouldBe(expected.shape, what);
        using var scope = NewDisposeScope();
        var (a, e) = (actual.detach().cpu().to(ScalarType.Float64), expected.cpu().to(ScalarType.Float64));
        var excess = ((a - e).abs() - relative * e.abs()).max().item<double>();
        excess.ShouldBeLessThanOrEqualTo(absolute, $"{what}: largest deviation {(a - e).abs().max().item<double>():g3}");
    }
}
