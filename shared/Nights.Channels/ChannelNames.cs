namespace Nights.Channels;

/// <summary>The channels' words, as they stand in links, in rows and in commands.</summary>
public static class ChannelNames
{
    /// <summary>Our own page: invited people and open pools; paid by hand.</summary>
    public const string Own = "own";

    public const string Prolific = "prolific";

    /// <summary>Whatever speaks the protocol of Amazon Mechanical Turk, which itself closed on 30 September 2026.</summary>
    public const string MechanicalTurk = "mturk";

    /// <summary>Simulated participants of this installation.</summary>
    public const string Rehearsal = "rehearsal";
}
