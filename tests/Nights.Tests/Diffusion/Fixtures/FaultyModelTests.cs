using Nights.Diffusion.Pipelines;
using Nights.Domain.Campaigns;
using Nights.Onnx;

namespace Nights.Tests.Diffusion.Fixtures;

/// <summary>Folders that open and paint what must not be used, or never end.</summary>
public sealed class FaultyModelTests
{
    private static readonly PaintSettings Settings = new() { Width = 64, Height = 64, Steps = 3, Guidance = 1 };

    [Fact]
    public void A_denoiser_that_overflows_is_a_fault_of_the_latents() =>
        Fault(ExportDialects.Optimum124 with { SpoilPrediction = prediction => (prediction * 0f - 1f).Sqrt() }).ShouldBe(PictureFault.LatentsNotFinite);

    [Fact]
    public void A_denoiser_that_overflows_in_half_precision_is_one_too() =>
        Fault(ExportDialects.HalfUnet with { SpoilPrediction = prediction => prediction * 1e6f }).ShouldBe(PictureFault.LatentsNotFinite);

    [Fact]
    public void A_decoder_that_overflows_is_a_fault_of_the_pixels() =>
        Fault(ExportDialects.Optimum124 with { SpoilPixels = pixels => pixels / (pixels * 0f) }).ShouldBe(PictureFault.PixelsNotFinite);

    [Fact]
    public void A_decoder_that_gives_black_is_named() =>
        Fault(ExportDialects.Optimum124 with { SpoilPixels = pixels => pixels * 0f - 1f }).ShouldBe(PictureFault.Black);

    [Fact]
    public void A_decoder_that_gives_one_colour_is_named() =>
        Fault(ExportDialects.Optimum124 with { SpoilPixels = pixels => pixels * 0f + 0.25f }).ShouldBe(PictureFault.Flat);

    [Fact]
    public void What_the_safety_checker_flags_is_a_fault_unless_it_is_not_asked()
    {
        var prude = ExportDialects.Diffusers2022 with { FlagsAbove = -5 };

        Fault(prude).ShouldBe(PictureFault.Unsafe);
        Fault(prude, PictureSafety.Required).ShouldBe(PictureFault.Unsafe);
        Fault(prude, PictureSafety.Off).ShouldBeNull();
        Fault(ExportDialects.Diffusers2022, PictureSafety.Required).ShouldBeNull();
        Should.Throw<OrderRefusedException>(() => Fault(ExportDialects.Optimum124, PictureSafety.Required)).Message.ShouldContain("safety_checker/model.onnx");
    }

    [Fact]
    public void A_good_model_has_no_fault() => Fault(ExportDialects.Optimum124).ShouldBeNull();

    /// <summary>One call of this denoiser takes many times longer than we wait: only ending the call under way can stop it before its first step is reported.</summary>
    [Fact]
    public void Cancelling_ends_the_model_call_under_way()
    {
        using var folder = new FixtureFolder(ExportDialects.Optimum124 with { SpoilPrediction = Slow });
        using var model = folder.Open();
        using var cancel = new CancellationTokenSource();
        var reported = new List<int>();
        cancel.CancelAfter(TimeSpan.FromMilliseconds(300));

        Should.Throw<OperationCanceledException>(() => new Painter(model).Paint([Order], Settings, new Reported(reported), cancel.Token));

        reported.ShouldBeEmpty();
    }

    private static PictureOrder Order => new() { Prompt = "a red star", Seed = 5 };

    private static PictureFault? Fault(ExportDialect dialect, PictureSafety safety = PictureSafety.Optional)
    {
        using var folder = new FixtureFolder(dialect);
        using var model = folder.Open();
        var painted = new Painter(model).Paint([Order], Settings with { Safety = safety }, null, TestContext.Current.CancellationToken)[0];
        if (painted.Fault is { } fault)
            Should.Throw<PictureFaultException>(() => painted.Image).Fault.ShouldBe(fault);
        return painted.Fault;
    }

    /// <summary>Adds nothing, by way of two hundred products of large matrices.</summary>
    private static Expression Slow(Expression prediction)
    {
        const int edge = 1024;
        var graph = prediction.Graph;
        var mean = graph.Reduce("ReduceMean", prediction, keep: false, 0, 1, 2, 3);
        var matrix = graph.Tensor([.. Enumerable.Range(0, edge * edge).Select(i => MathF.Sin(i) / edge)], edge, edge);
        var product = matrix + mean * 0f;
        for (var i = 0; i < 200; i++)
            product = graph.Node("MatMul", product, matrix);
        return prediction + graph.Reduce("ReduceMean", product, keep: false, 0, 1) * 0f;
    }

    private sealed class Reported(List<int> steps) : IProgress<int>
    {
        public void Report(int value) => steps.Add(value);
    }
}
