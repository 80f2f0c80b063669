using System.Security.Cryptography;
using Nights.Diffusion.Manifests;
using Nights.Diffusion.Pipelines;

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
        var again = Repaint.Paint(ImageManifest.FromJson(manifest), later, TestContext.Current.CancellationToken);

        again.EncodePng().SequenceEqual(png).ShouldBeTrue();
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
        Should.Throw<RepaintException>(() => Repaint.Paint(manifest, changed, TestContext.Current.CancellationToken)).Message.ShouldContain("unet/config.json");
    }

    [Fact]
    public void A_picture_that_comes_out_differently_is_told()
    {
        var manifest = ImageManifest.FromJson(Painted().Manifest) with { PictureSha256 = new string('0', 64) };

        using var model = folder.Open();
        Should.Throw<RepaintException>(() => Repaint.Paint(manifest, model, TestContext.Current.CancellationToken)).Message.ShouldContain("ONNX Runtime");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("not json")]
    public void What_is_no_manifest_is_refused(string json) =>
        Should.Throw<InvalidDataException>(() => ImageManifest.FromJson(System.Text.Encoding.UTF8.GetBytes(json))).Message.ShouldContain("manifest");

    public void Dispose() => folder.Dispose();

    /// <summary>Painted beside others, so that repainting alone shows that they do not matter.</summary>
    private (byte[] Png, byte[] Manifest) Painted()
    {
        using var model = folder.Open();
        var order = new PictureOrder { Prompt = "An image of a naïve otter", NegativePrompt = "red", Seed = 4_000_000_000 };
        var painted = new Painter(model).Paint([order with { Seed = 1 }, order, order with { Prompt = "a star" }], Settings, null, TestContext.Current.CancellationToken)[1];
        var png = painted.Image.EncodePng();
        return (png, Repaint.Describe(model, painted.Order, Settings, Convert.ToHexStringLower(SHA256.HashData(png))).ToJson());
    }
}
