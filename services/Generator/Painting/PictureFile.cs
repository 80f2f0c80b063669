using Nights.Diffusion.Manifests;
using Nights.Diffusion.Models;
using Nights.Diffusion.Pipelines;
using Nights.Imaging;
using Nights.Imaging.Measures;
using Nights.Imaging.Resizing;

namespace Nights.Generator.Painting;

/// <summary>From pixels to files: the PNG, the copy participants see, and the manifest that repaints it.</summary>
internal static class PictureFile
{
    /// <summary>Longest edge of the copy that is shown, in pixels.</summary>
    public const int DisplayEdge = 512;

    public static FinishedPicture Of(PaintedPicture painted, PaintSettings settings, ModelFolder model)
    {
        var picture = StoredFile.Of(painted.Image.EncodePng());
        var manifest = Repaint.Describe(model, painted, settings, picture.Sha256);
        return new FinishedPicture(picture, Display(painted.Image, picture), StoredFile.Of(manifest.ToJson()), Fingerprint.Of(painted.Image));
    }

    /// <summary>The picture as it is shown: itself when small enough.</summary>
    public static StoredFile Display(PixelImage image, StoredFile picture)
    {
        var longest = Math.Max(image.Width, image.Height);
        return longest <= DisplayEdge
            ? picture
            : StoredFile.Of(PillowResize.Lanczos(image, Scaled(image.Width, longest), Scaled(image.Height, longest)).EncodePng());
    }

    private static int Scaled(int edge, int longest) => Math.Max(1, (edge * DisplayEdge + longest / 2) / longest);
}
