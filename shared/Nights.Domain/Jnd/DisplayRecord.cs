namespace Nights.Domain.Jnd;

/// <summary>How one step was displayed.</summary>
/// <param name="PlannedMs">As ordered, before rounding to frames.</param>
/// <param name="MeasuredMs">From the frame after its drawing to the frame after the drawing of what followed.</param>
/// <param name="DroppedFrames">Frames that came late while it stood.</param>
public readonly record struct ShownStimulus(StimulusKind Kind, int PlannedMs, double MeasuredMs, int DroppedFrames);

/// <summary>What a page measured of a trial, as far as it decides whether the trial counts.</summary>
/// <param name="Hidden">Times that the page was out of sight during the sequence.</param>
/// <param name="Decoded">Whether all pictures were decoded before the first step.</param>
public sealed record DisplayRecord(FrameClock Clock, IReadOnlyList<ShownStimulus> Shown, int Hidden, bool Decoded)
{
    public int DroppedFrames => Shown.Sum(step => step.DroppedFrames);

    /// <summary>Pictures: how far the worst was off its plan, in frames; 0 without pictures.</summary>
    public double WorstFramesOff => Pictures.Select(step => Clock.FramesOff(step.PlannedMs, step.MeasuredMs)).DefaultIfEmpty().Max();

    /// <summary>Pictures: whether each was displayed within one frame of its plan.</summary>
    public bool WithinOneFrame => Pictures.All(step => Clock.FramesOff(step.PlannedMs, step.MeasuredMs) <= 1);

    private IEnumerable<ShownStimulus> Pictures => Shown.Where(step => new Stimulus(step.Kind, step.PlannedMs).IsPicture);

    /// <summary>
    /// Why the trial does not count, or <see cref="DisplayFault.None"/>. Held against the sequence that was ordered, so that a page which says nothing, or
    /// something else, has not shown it.
    /// </summary>
    public DisplayFault FaultAgainst(StimulusSequence ordered)
    {
        ArgumentNullException.ThrowIfNull(ordered);
        if (!Clock.IsPlausible || !Shown.Select(step => new Stimulus(step.Kind, step.PlannedMs)).SequenceEqual(ordered.Steps)) return DisplayFault.NotAsOrdered;
        if (Hidden > 0) return DisplayFault.Hidden;
        if (!Decoded) return DisplayFault.NotDecoded;
        return Shown.Any(step => !double.IsFinite(step.MeasuredMs) || Clock.FramesOff(step.PlannedMs, step.MeasuredMs) > FrameClock.Tolerance)
            ? DisplayFault.Mistimed
            : DisplayFault.None;
    }
}

/// <summary>Why a judgement is stored and paid, but not counted.</summary>
public enum DisplayFault
{
    None = 0,

    /// <summary>Something stood more than one and a half frames longer or shorter than planned.</summary>
    Mistimed = 1,

    /// <summary>The page was out of sight while pictures were due.</summary>
    Hidden = 2,

    /// <summary>A picture was not decoded in time.</summary>
    NotDecoded = 3,

    /// <summary>What the page says it displayed is not what was ordered, or its refresh rate is none of a screen.</summary>
    NotAsOrdered = 4,
}
