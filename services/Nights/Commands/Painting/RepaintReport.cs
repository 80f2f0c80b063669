using System.Globalization;
using Nights.Diffusion.Manifests;
using Nights.Imaging.Measures;

namespace Nights.Local.Commands;

/// <summary>What became of painting a picture again, in sentences.</summary>
internal static class RepaintReport
{
    public static IEnumerable<string> Lines(FileInfo output, Repainted again, PictureDifference? difference)
    {
        if (again.IsSame)
        {
            yield return $"{output}: the same picture, byte for byte ({again.Sha256}).";
            yield break;
        }
        yield return $"{output}: not the same bytes ({again.Sha256}); {(again.Circumstances.Count > 0 ? string.Join(", ", again.Circumstances) : "the processor differs, or the build")}.";
        if (difference is { } measured)
            yield return string.Create(CultureInfo.InvariantCulture,
                $"From the original: {measured.ShareOfPixels:P2} of the pixels differ, by {measured.Largest} steps of 255 at most and {measured.Mean:F4} on average; PSNR {measured.Psnr:F1} dB.");
        else if (again.ThumbnailDistance is { } distance)
            yield return string.Create(CultureInfo.InvariantCulture,
                $"From the manifest's thumbnail: {distance:F2} steps of 255 (below 1 is rounding, above 4 another picture). Give --original for the difference pixel by pixel.");
    }
}
