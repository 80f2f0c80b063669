using Nights.Domain.Campaigns;

namespace Nights.Domain.Jnd;

/// <summary>
/// A trial as data: what stands on the screen, in which order, and for how long; the answers are asked for after the last step. A page that can show one
/// sequence can show any.
/// </summary>
public sealed class StimulusSequence
{
    /// <summary>Below this a screen's single frames show in the result, and browsers do not hold it.</summary>
    public const int ShortestImageMs = 100;

    public const int ShortestGapMs = 100;

    /// <summary>More flashes than this within a second can cause seizures (WCAG 2.3.1).</summary>
    public const int MostFlashesPerSecond = 3;

    private const int SecondMs = 1000;

    private StimulusSequence(IReadOnlyList<Stimulus> steps) => Steps = steps;

    public IReadOnlyList<Stimulus> Steps { get; }

    /// <summary>The whole, in milliseconds.</summary>
    public int TotalMs => Steps.Sum(step => step.Ms);

    /// <summary>What is wrong with it, with limit and mend; null when it may be shown.</summary>
    public string? Fault
    {
        get
        {
            if (!Steps.Any(step => step.IsPicture)) return "the sequence shows no picture; at least one is needed.";
            foreach (var step in Steps)
            {
                var least = step.IsPicture ? ShortestImageMs : step.Kind is StimulusKind.Mask ? 1 : 0;
                if (step.Ms < least) return $"the sequence shows {step.Kind} for {step.Ms} ms; at least {least} ms are needed.";
            }

            var flashes = MostFlashes();
            return flashes > MostFlashesPerSecond
                ? $"the sequence flashes {flashes} times within a second; at most {MostFlashesPerSecond} are safe, so show pictures or gaps for longer."
                : null;
        }
    }

    /// <summary>The sequence of a campaign; which picture is First is drawn for each trial.</summary>
    /// <param name="jnd">A spec in range.</param>
    /// <param name="referenceFirst">For a simple pair: whether the reference comes before the candidate. Interleaved it always does.</param>
    public static StimulusSequence Of(JndSpec jnd, bool referenceFirst = true)
    {
        StimulusKind[] pictures = jnd.Variant switch
        {
            JndVariant.Interleaved => [StimulusKind.Reference, StimulusKind.First, StimulusKind.Reference, StimulusKind.Second],
            JndVariant.Pair => referenceFirst ? [StimulusKind.Reference, StimulusKind.First] : [StimulusKind.First, StimulusKind.Reference],
            _ => throw new ArgumentOutOfRangeException(nameof(jnd), jnd.Variant, "Not a known variant."),
        };
        var steps = new List<Stimulus> { new(StimulusKind.Fixation, jnd.FixationMs) };
        for (var i = 0; i < pictures.Length; i++)
        {
            if (i > 0) steps.Add(new Stimulus(StimulusKind.Mask, jnd.GapMs));
            steps.Add(new Stimulus(pictures[i], jnd.ImageMs));
        }

        if (jnd.EndMaskMs > 0) steps.Add(new Stimulus(StimulusKind.Mask, jnd.EndMaskMs));
        return new StimulusSequence(steps);
    }

    /// <summary>Any steps, to be checked.</summary>
    public static StimulusSequence Of(params IReadOnlyList<Stimulus> steps) => new(steps);

    /// <summary>
    /// The most flashes in any second: a picture coming and going is one, and pictures that follow each other without a gap are one each. A second holds a flash whose onset lies in it.
    /// </summary>
    private int MostFlashes()
    {
        var onsets = new List<int>();
        var at = 0;
        foreach (var step in Steps)
        {
            if (step.IsPicture) onsets.Add(at);
            at += step.Ms;
        }

        return onsets.Max(from => onsets.Count(onset => onset >= from && onset < from + SecondMs));
    }
}
