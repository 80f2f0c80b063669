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

    /// <summary>
    /// XL divides latents by another number, velocity is another sum of the same terms, half precision rounds what goes in and out of a graph. Of the two pictures
    /// one has no negative prompt, which XL takes for zeros.
    /// </summary>
    [Theory]
    [InlineData("sdxl", 70)]
    [InlineData("v_prediction", 70)]
    [InlineData("fp16-unet", 38)]
    [InlineData("fp16", 38)]
    [InlineData("olive", 38)]
    public void Dialects_that_round_otherwise_paint_nearly_the_same_picture(string dialect, double decibels)
    {
        var painted = Paint(ExportDialects.Named(dialect), Settings);

        for (var i = 0; i < painted.Length; i++)
            PeakSignalToNoise.Of(painted[i], Expected.Value[i]).ShouldBeGreaterThan(decibels, $"picture {i}");
    }

    /// <summary>
    /// A consistency model takes the guidance scale as an input, and the fixture's denoiser makes both passes of it, so its partner is the ordinary model guided
    /// by two passes, under the same scheduler_config.json: first with DDIM, then with the file's own LCM, whose every step draws from the picture's own stream.
    /// </summary>
    [Theory]
    [InlineData("ddim", 8)]
    [InlineData(null, 4)]
    public void A_consistency_model_paints_what_an_ordinary_one_paints_with_two_passes(string? scheduler, int steps)
    {
        PictureOrder[] orders = [new() { Prompt = "An image of a zebra", Seed = 7 }, new() { Prompt = "a red star, at night", Seed = 8 }];
        var settings = Settings with { Scheduler = scheduler, Steps = steps };
        var expected = Paint(ExportDialects.Optimum124 with { Scheduler = ExportDialects.Lcm.Scheduler }, settings, orders);

        var painted = Paint(ExportDialects.Lcm, settings, orders);

        for (var i = 0; i < painted.Length; i++)
            PeakSignalToNoise.Of(painted[i], expected[i]).ShouldBeGreaterThan(55, $"picture {i}");
    }

    /// <summary>Only those that leave the drawing of latents to the pipeline can be compared: graphs that draw themselves leave the picture's stream where it was.</summary>
    [Theory]
    [InlineData("optimum-1.23", 99)]
    [InlineData("optimum-onnx", 99)]
    [InlineData("sdxl", 70)]
    [InlineData("fp16", 40)]
    public void Every_dialect_starts_alike_from_a_picture(string dialect, double decibels)
    {
        var start = new InitPicture(Expected.Value[0], Sha256: new string('0', 64), Strength: 0.5);
        PictureOrder[] orders = [new() { Prompt = "a red star", Seed = 7, Init = start }];
        var expected = Paint(ExportDialects.Optimum124, Settings, orders)[0];

        var painted = Paint(ExportDialects.Named(dialect), Settings, orders)[0];

        PeakSignalToNoise.Of(painted, expected).ShouldBeGreaterThan(decibels);
    }

    [Fact]
    public void The_pictures_differ_from_seed_to_seed_and_from_prompt_to_prompt() =>
        PeakSignalToNoise.Of(Expected.Value[0], Expected.Value[1]).ShouldBeLessThan(25);

    private static PixelImage[] Paint(ExportDialect dialect, PaintSettings settings, params PictureOrder[] orders)
    {
        using var folder = new FixtureFolder(dialect);
        using var model = folder.Open();
        if (orders.Length == 0)
            orders = [new() { Prompt = "An image of a zebra!", Seed = 7 }, new() { Prompt = "a red star, at night", NegativePrompt = "blue", Seed = 8 }];
        return [.. new Painter(model).Paint(orders, settings, null, TestContext.Current.CancellationToken).Select(picture => picture.Image)];
    }
}
