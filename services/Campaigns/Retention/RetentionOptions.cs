using System.ComponentModel.DataAnnotations;

namespace Nights.Campaigns.Retention;

/// <summary>Section "Retention". How long things are kept that nobody needs for ever.</summary>
internal sealed class RetentionOptions
{
    public const string Section = "Retention";

    /// <summary>What a browser measured beside an answer (viewport, decoding, visibility), in days after the answer. The answer itself stays.</summary>
    [Range(1, 3650)]
    public int TimingDays { get; init; } = 90;

    /// <summary>The keyed hash of the network a session was opened from, in days.</summary>
    [Range(1, 3650)]
    public int NetworkDays { get; init; } = 30;

    /// <summary>Checkpoints of finished training runs, in days after the end.</summary>
    [Range(0, 3650)]
    public int CheckpointDays { get; init; } = 7;
}
