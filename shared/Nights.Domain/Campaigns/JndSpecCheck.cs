using Nights.Domain.Jnd;

namespace Nights.Domain.Campaigns;

internal static class JndSpecCheck
{
    /// <summary>The longest name with its version.</summary>
    private const int LongestSource = 72;

    public static void Check(JndSpec jnd, SpecFindings found)
    {
        found.Member("variant", jnd.Variant);
        found.Member("mask", jnd.Mask);
        found.Range("judgements", jnd.Judgements, 1, 100);
        if (jnd.Source is not null) found.Line("source", jnd.Source, LongestSource);
        var inside = found.Range("fixationMs", jnd.FixationMs, 100, 5000, " ms");
        inside &= found.Range("imageMs", jnd.ImageMs, StimulusSequence.ShortestImageMs, 5000, " ms");
        inside &= found.Range("gapMs", jnd.GapMs, StimulusSequence.ShortestGapMs, 5000, " ms");
        inside &= found.Range("endMaskMs", jnd.EndMaskMs, 0, 2000, " ms");
        if (inside && StimulusSequence.Of(jnd).Fault is { } fault) found.Add("imageMs", fault);
    }

    /// <summary>What a flashed task asks of the other parts.</summary>
    public static void Together(CampaignSpec spec, SpecFindings found)
    {
        var least = CatchTrials.LeastShare(spec.Jnd.Variant);
        if (spec.Quality.GoldShare < least)
        {
            found.Add("quality.goldShare", FormattableString.Invariant(
                $"{spec.Quality.GoldShare} leaves fewer than a tenth of the trials to identical and a tenth to plainly different pairs; with jnd.variant {spec.Jnd.Variant} at least {least} is needed."));
        }

        if (spec.Jnd.Source is { } source && (source == spec.Name || source.StartsWith($"{spec.Name}@", StringComparison.Ordinal)))
            found.Add("jnd.source", $"'{source}' is this campaign itself; name the 2AFC campaign whose triplets are to be judged, or leave the key out to paint new ones.");
    }
}
