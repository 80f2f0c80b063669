namespace Nights.Domain.Quality;

/// <summary>All that the rules look at of a participant's work in one campaign. Practice is no part of it.</summary>
public sealed record ParticipantEvidence
{
    /// <summary>Answers with a choice.</summary>
    public int Trials { get; init; }

    /// <summary>Hidden gold.</summary>
    public GoldScore Gold { get; init; }

    /// <summary>Trials that said which side to press.</summary>
    public GoldScore Checks { get; init; }

    /// <summary>Answers on sides that were drawn: all but the checks.</summary>
    public int Choices { get; init; }

    /// <summary>Of <see cref="Choices"/>, those for the left picture.</summary>
    public int Lefts { get; init; }

    /// <summary>Unbroken series of one side in the order of <see cref="Choices"/>.</summary>
    public int Runs { get; init; }

    /// <summary>Answers faster than the floor.</summary>
    public int Fast { get; init; }

    /// <summary>Answers slower than the ceiling.</summary>
    public int Slow { get; init; }

    /// <summary>Median response time in milliseconds; null without an answer.</summary>
    public double? MedianMs { get; init; }

    /// <summary>Triplets seen again, mirrored: <see cref="GoldScore.Right"/> counts those answered as before.</summary>
    public GoldScore Repeats { get; init; }

    /// <summary>Triplets on which at least three others have voted and one side leads: <see cref="GoldScore.Right"/> counts those where the participant sided with them.</summary>
    public GoldScore Agreement { get; init; }
}
