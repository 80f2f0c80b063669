using System.Security.Cryptography;
using Nights.Diffusion.Manifests;
using Nights.Diffusion.Models;
using Nights.Diffusion.Pipelines;
using Nights.Domain.Perturbations;
using Nights.Imaging;
using Nights.Imaging.Measures;

namespace Nights.Tests.Diffusion;

public sealed class RepaintTests : IDisposable
{
    private static readonly PaintSettings Settings = new() { Width = 96, Height = 128, Steps = 5, Guidance = 2.5, Scheduler = "pndm" };
    private readonly TestModel folder = new();

    [Fact]
    public void A_picture_is_painted_again_from_its_manifest_byte_for_byte()
    {
        var (png, manifest) = Painted();

        using var later = folder.Open();
        var again = Repaint.Paint(ImageManifest.FromJson(manifest), later, null, TestContext.Current.CancellationToken);

        again.Png.SequenceEqual(png).ShouldBeTrue();
        (again.IsSame, again.ThumbnailDistance).ShouldBe((true, 0.0));
        again.Circumstances.ShouldBeEmpty();
    }

    [Fact]
    public void The_same_picture_has_the_same_manifest_bytes() => Painted().Manifest.SequenceEqual(Painted().Manifest).ShouldBeTrue();

    [Fact]
    public void A_manifest_comes_back_from_its_json()
    {
        var json = Painted().Manifest;

        ImageManifest.FromJson(json).ToJson().SequenceEqual(json).ShouldBeTrue();
        System.Text.Encoding.UTF8.GetString(json).ShouldContain("\"prompt\": \"An image of a naïve otter\"");
    }

    [Fact]
    public void Another_model_is_refused_with_the_file_that_differs()
    {
        var manifest = ImageManifest.FromJson(Painted().Manifest);
        File.AppendAllText(folder["unet/config.json"], " ");

        using var changed = folder.Open();
        Should.Throw<RepaintException>(() => Repaint.Paint(manifest, changed, null, TestContext.Current.CancellationToken)).Message.ShouldContain("unet/config.json");
    }

    [Fact]
    public void A_picture_that_comes_out_differently_is_measured_and_explained()
    {
        var (png, json) = Painted();
        var manifest = ImageManifest.FromJson(json) with { PictureSha256 = new string('0', 64), Provider = "cuda", OnnxRuntime = "1.0" };

        using var model = folder.Open();
        var again = Repaint.Paint(manifest, model, null, TestContext.Current.CancellationToken);

        again.IsSame.ShouldBeFalse();
        again.Circumstances.ShouldBe(["painted on cuda, here on cpu", $"painted by ONNX Runtime 1.0, here by {RuntimeOptions.RuntimeVersion}"]);
        again.DifferenceFrom(PixelImage.Decode(png)).ShouldBe(new PictureDifference(0, 0, 0, double.PositiveInfinity));
        var shifted = PixelImage.Decode(png);
        shifted.Bytes[7] = (byte)(shifted.Bytes[7] ^ 4);
        again.DifferenceFrom(shifted).ShouldBe(new PictureDifference(4, 4.0 / shifted.Bytes.Length, 3.0 / shifted.Bytes.Length, PeakSignalToNoise.Of(shifted, again.Image)));
    }

    [Fact]
    public void Variations_and_pictures_from_pictures_are_painted_again_from_their_manifests()
    {
        using var model = folder.Open();
        var start = new PixelImage(200, 100);
        start.Bytes.Fill(180);
        var init = new InitPicture(start, new string('a', 64), 0.7);
        var order = new PictureOrder { Prompt = "An image of an otter", Seed = 3 };
        PictureOrder[] orders =
        [
            order with { Init = init },
            order with { Perturbations = [new(PerturbationDimension.Texture, PerturbationOperator.ImageToImage, 0.6, 9, "a striped star")] },
            order with
            {
                Perturbations =
                [
                    new(PerturbationDimension.Layout, PerturbationOperator.LowBandSwap, 0.5, 11), new(PerturbationDimension.Pose, PerturbationOperator.PromptBlend, 0.4, 0, "An image of an otter, tilted"),
                    new(PerturbationDimension.Content, PerturbationOperator.LateSwitch, 0.3, 0, "An image of a teapot"), new(PerturbationDimension.Colour, PerturbationOperator.LabShift, 0.5, 12),
                ],
            },
        ];
        foreach (var painted in new Painter(model).Paint(orders, Settings, null, TestContext.Current.CancellationToken))
        {
            var png = painted.Image.EncodePng();
            var json = Repaint.Describe(model, painted, Settings, Convert.ToHexStringLower(SHA256.HashData(png))).ToJson();

            var again = Repaint.Paint(ImageManifest.FromJson(json), model, null, TestContext.Current.CancellationToken, painted.Order.Init);

            again.Png.SequenceEqual(png).ShouldBeTrue();
            ImageManifest.FromJson(json).ToJson().SequenceEqual(json).ShouldBeTrue();
        }
    }

    [Fact]
    public void A_start_that_is_missing_or_another_is_told()
    {
        var manifest = ImageManifest.FromJson(Painted().Manifest) with { Init = new InitDescription("aa", 0.5) };

        Should.Throw<RepaintException>(() => Repaint.OrderOf(manifest)).Message.ShouldContain("--init");
        Should.Throw<RepaintException>(() => Repaint.OrderOf(manifest, new InitPicture(new PixelImage(8, 8), "bb", 0.5))).Message.ShouldContain("the one given is bb");
    }

    [Fact]
    public void A_manifest_of_the_first_layout_is_still_read()
    {
        var json = System.Text.Encoding.UTF8.GetString(Painted().Manifest);
        foreach (var later in new[] { "guidanceRescale", "splitGuidance", "eta", "perturbations", "init", "cutWords", "fingerprint" })
            json = System.Text.RegularExpressions.Regex.Replace(json, $@"\n  ""{later}"": [^\n]*", "");
        json = json.Replace("\"version\": 2", "\"version\": 1", StringComparison.Ordinal);
        json = System.Text.RegularExpressions.Regex.Replace(json, @",\s*}$", "\n}");

        using var model = folder.Open();
        Repaint.Paint(ImageManifest.FromJson(System.Text.Encoding.UTF8.GetBytes(json)), model, null, TestContext.Current.CancellationToken).IsSame.ShouldBeTrue();
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("not json")]
    public void What_is_no_manifest_is_refused(string json) =>
        Should.Throw<InvalidDataException>(() => ImageManifest.FromJson(System.Text.Encoding.UTF8.GetBytes(json))).Message.ShouldContain("manifest");

    [Fact]
    public void A_manifest_that_leaves_out_what_it_must_say_is_refused()
    {
        var json = System.Text.Encoding.UTF8.GetString(Painted().Manifest);
        foreach (var key in new[] { "prompt", "perturbations", "noiseSource" })
            Should.Throw<InvalidDataException>(() => ImageManifest.FromJson(System.Text.Encoding.UTF8.GetBytes(
                System.Text.RegularExpressions.Regex.Replace(json, $@"""{key}"": [^\n]*", $@"""{key}"": null,")))).Message.ShouldContain(key);
    }

    public void Dispose() => folder.Dispose();

    /// <summary>Painted beside others, so that repainting alone shows that they do not matter.</summary>
    private (byte[] Png, byte[] Manifest) Painted()
    {
        using var model = folder.Open();
        var order = new PictureOrder { Prompt = "An image of a naïve otter", NegativePrompt = "red", Seed = 4_000_000_000 };
        var painted = new Painter(model).Paint([order with { Seed = 1 }, order, order with { Prompt = "a star" }], Settings, null, TestContext.Current.CancellationToken)[1];
        var png = painted.Image.EncodePng();
        return (png, Repaint.Describe(model, painted, Settings, Convert.ToHexStringLower(SHA256.HashData(png))).ToJson());
    }
}
