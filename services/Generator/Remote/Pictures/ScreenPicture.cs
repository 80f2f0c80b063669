using Nights.Generator.Painting;
using Nights.Imaging;
using Nights.Imaging.Measures;

namespace Nights.Generator.Remote.Pictures;

/// <summary>Whether a service's picture may stand in the triplet: the one place where that is decided.</summary>
internal static class ScreenPicture
{
    /// <param name="image">The candidate, at the ordered size.</param>
    /// <param name="beside">Pictures of the triplet that are accepted, in order.</param>
    /// <returns>The reason why it may not, as <c>TripletPainted.Screened</c> names it, or null.</returns>
    public static string? Reason(PixelImage image, IReadOnlyList<PixelImage> beside) =>
        FlatPicture.IsBlack(image) ? "black"
        : FlatPicture.IsFlat(image) ? "flat"
        : beside.Any(other => Fingerprint.IsNearDuplicate(Fingerprint.Of(other), Fingerprint.Of(image))) ? ScreeningCounts.NearDuplicate
        : null;
}
