using Nights.Diffusion.Pipelines;
using Nights.Imaging;
using Nights.Imaging.Measures;

namespace Nights.Tests.Diffusion.Fixtures;

/// <summary>One computation behind every exporter's ports: what differs between the pictures is rounding, or our mistake.</summary>
public sealed class DialectTests
{
    private static readonly PaintSettings Settings = new() { Width = 128, Height = 96, Steps = 8, Guidance = 3, Scheduler = "ddim" };
    private static readonly Lazy<PixelImage[]> Expected = new(() => Paint(ExportDialects.Optimum124, Settings));

    /// <summary>Bit for bit where the same float32 numbers go through the graphs.</summary>
    [Theory]
    [InlineData("diffusers-2022")]
    [InlineData("diffusers")]
    [InlineData("optimum-1.16")]
    [InlineData("optimum-1.23")]
    [InlineData("optimum-onnx")]
    [InlineData("flax")]
    public void Every_dialect_paints_the_same_picture_from_the_same_seed(string dialect)
    {
        var painted = Paint(ExportDialects.Named(dialect), Settings);

        for (var i = 0; i < painted.Length; i++)
            painted[i].Bytes.SequenceEqual(Expected.Value[i].Bytes).ShouldBeTrue($"picture {i}");
    }

    /// <summary>Velocity is another sum of the same terms; half precision rounds what goes in and out of a graph.</summary>
    [Theory]
    [InlineData("v_prediction", 70)]
    [InlineData("fp16-unet", 45)]
    [InlineData("fp16", 45)]
    [InlineData("olive", 45)]
    public void Dialects_that_round_otherwise_paint_nearly_the_same_picture(string dialect, double decibels)
    {
        var painted = Paint(ExportDialects.Named(dialect), Settings);

        for (var i = 0; i < painted.Length; i++)
            PeakSignalToNoise.Of(painted[i], Expected.Value[i]).ShouldBeGreaterThan(decibels, $"picture {i}");
    }

    [Fact]
    public void The_pictures_differ_from_seed_to_seed_and_from_prompt_to_prompt() =>
        PeakSignalToNoise.Of(Expected.Value[0], Expected.Value[1]).ShouldBeLessThan(25);

    private static PixelImage[] Paint(ExportDialect dialect, PaintSettings settings)
    {
        using var folder = new FixtureFolder(dialect);
        using var model = folder.Open();
        PictureOrder[] orders = [new() { Prompt = "An image of a zebra!", Seed = 7 }, new() { Prompt = "a red star, at night", NegativePrompt = "blue", Seed = 8 }];
        return [.. new Painter(model).Paint(orders, settings, null, TestContext.Current.CancellationToken).Select(picture => picture.Image)];
    }
}
