using System.Globalization;
using Nights.Domain.Campaigns;

namespace Nights.Domain.Budgets;

/// <summary>
/// What pictures of a paid service take out of a campaign's budget. Three pictures are reserved when a painting is ordered and settled with what they cost
/// when it comes; a service may charge for more than three, so the settled cost may pass the cap: what does is overspent, and nothing more is ordered.
/// </summary>
public static class ImageCost
{
    /// <summary>Reserved for a painting, in minor units; 0 where pictures are painted by ourselves.</summary>
    public static long OfPainting(PaintingSpec painting) => (long)PaintingPlan.PicturesPerPainting * painting.PricePerImageMinor;

    /// <summary>How many paintings the cap leaves room for, at most <paramref name="wanted"/>.</summary>
    /// <param name="committedMinor">Pay and pictures, reserved and paid together.</param>
    /// <param name="overspentMinor">What was paid above the cap.</param>
    public static int PaintingsWithin(CampaignSpec spec, long committedMinor, long overspentMinor, int wanted)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(wanted);
        var price = OfPainting(spec.Painting);
        if (price == 0) return wanted;
        var left = spec.Budget.CapMinor - committedMinor - overspentMinor;
        return left < price ? 0 : (int)Math.Min(wanted, left / price);
    }

    /// <summary>Why nothing more is ordered though there is more to paint, as a sentence for the operator; null while there is room.</summary>
    /// <param name="unpainted">Paintings that are still to be ordered.</param>
    public static string? WhyNothingIsOrdered(CampaignSpec spec, long committedMinor, long overspentMinor, int unpainted)
    {
        if (unpainted == 0 || PaintingsWithin(spec, committedMinor, overspentMinor, 1) == 1) return null;
        var price = OfPainting(spec.Painting);
        return overspentMinor > 0
            ? string.Create(CultureInfo.InvariantCulture, $"Pictures have cost {overspentMinor} more than the cap of {spec.Budget.CapMinor} allows; {unpainted} paintings are not ordered. Drain the campaign, or go on in a new version with a higher cap.")
            : string.Create(CultureInfo.InvariantCulture, $"The cap of {spec.Budget.CapMinor} leaves {spec.Budget.CapMinor - committedMinor} and the next painting needs {price}; {unpainted} paintings are not ordered. They go on when pages come back unanswered; else drain the campaign, or go on in a new version with a higher cap.");
    }
}
