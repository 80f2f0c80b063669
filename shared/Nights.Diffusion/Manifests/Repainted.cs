using Nights.Diffusion.Models;
using Nights.Imaging;
using Nights.Imaging.Measures;

namespace Nights.Diffusion.Manifests;

/// <summary>A picture painted again, and how near it comes to the one of the manifest.</summary>
public sealed class Repainted
{
    private readonly ImageManifest manifest;
    private readonly string provider;

    internal Repainted(ImageManifest manifest, PixelImage image, byte[] png, string sha256, string provider) =>
        (this.manifest, Image, Png, Sha256, this.provider) = (manifest, image, png, sha256, provider);

    public PixelImage Image { get; }

    public byte[] Png { get; }

    public string Sha256 { get; }

    /// <summary>Byte for byte the picture of the manifest.</summary>
    public bool IsSame => Sha256 == manifest.PictureSha256;

    /// <summary>What is different here from where it was painted, in words; empty where only the processor can be.</summary>
    public IReadOnlyList<string> Circumstances =>
    [
        .. manifest.Provider == provider ? Array.Empty<string>() : [$"painted on {manifest.Provider}, here on {provider}"],
        .. manifest.OnnxRuntime == RuntimeOptions.RuntimeVersion ? Array.Empty<string>()
            : [$"painted by ONNX Runtime {manifest.OnnxRuntime}, here by {RuntimeOptions.RuntimeVersion}"],
    ];

    /// <summary>Root mean square difference of the 8 × 8 thumbnails, in steps of 1/255; null where the manifest has none. Enough to tell rounding from another picture.</summary>
    public double? ThumbnailDistance => manifest.Fingerprint.Length == Fingerprint.Size
        ? Fingerprint.ColourDistance(manifest.Fingerprint, Fingerprint.Of(Image))
        : null;

    /// <summary>The difference from the original, pixel by pixel.</summary>
    public PictureDifference DifferenceFrom(PixelImage original) => PictureDifference.Between(original, Image);
}
