using Nights.Domain.Jnd;

namespace Nights.Domain.Campaigns;

/// <summary>How pairs are flashed and judged in a campaign of task <see cref="CampaignTask.Jnd"/>; not read in any other.</summary>
public sealed record JndSpec
{
    /// <summary>
    /// Campaign whose accepted triplets are judged, as "name" (its newest version) or "name@version"; triplets that it accepts while this one runs
    /// come in, too. Null: the campaign judges its own paintings.
    /// </summary>
    public string? Source { get; init; }

    public JndVariant Variant { get; init; } = JndVariant.Interleaved;

    /// <summary>Counted judgements of each pair, each by another participant.</summary>
    public int Judgements { get; init; } = 3;

    /// <summary>The cross before the first picture, in milliseconds.</summary>
    public int FixationMs { get; init; } = 500;

    /// <summary>Each picture, in milliseconds.</summary>
    public int ImageMs { get; init; } = 500;

    /// <summary>Between two pictures, in milliseconds.</summary>
    public int GapMs { get; init; } = 1000;

    /// <summary>A mask after the last picture, in milliseconds; 0 for none.</summary>
    public int EndMaskMs { get; init; }

    /// <summary>What stands between the pictures.</summary>
    public JndMask Mask { get; init; } = JndMask.Blank;

    /// <summary>Whether phones may take part. By default only screens of tablets and desktops do.</summary>
    public bool Phones { get; init; }
}
