namespace Nights.Domain.Jnd;

/// <summary>What stands on the screen for a time.</summary>
public enum StimulusKind
{
    /// <summary>A cross in the middle.</summary>
    Fixation = 0,

    Reference = 1,

    /// <summary>The candidate that was drawn to come first; in a simple pair the only one.</summary>
    First = 2,

    /// <summary>The other candidate.</summary>
    Second = 3,

    /// <summary>Grey or noise.</summary>
    Mask = 4,
}

/// <summary>One step of a trial.</summary>
/// <param name="Ms">How long, in milliseconds, before it is rounded to frames.</param>
public readonly record struct Stimulus(StimulusKind Kind, int Ms)
{
    public bool IsPicture => Kind is StimulusKind.Reference or StimulusKind.First or StimulusKind.Second;
}
