namespace Nights.Domain.Voting;

/// <summary>What the vote policy says of a triplet. <see cref="Winner"/> is set on Accept; <see cref="Slots"/> and
/// <see cref="Round"/> on NextRound.</summary>
public readonly record struct Decision
{
    public required DecisionKind Kind { get; init; }

    /// <summary>The variation people found more similar; null unless accepted.</summary>
    public Variation? Winner { get; init; }

    /// <summary>Votes to buy in the next round; 0 unless there is one.</summary>
    public int Slots { get; init; }

    /// <summary>Number of the next round, from 2; 0 unless there is one.</summary>
    public int Round { get; init; }

    public static Decision Wait { get; } = new() { Kind = DecisionKind.Wait };
    public static Decision Drop { get; } = new() { Kind = DecisionKind.Drop };

    public static Decision Accept(Variation winner) => new() { Kind = DecisionKind.Accept, Winner = winner };

    public static Decision NextRound(int round, int slots) => new() { Kind = DecisionKind.NextRound, Round = round, Slots = slots };
}
