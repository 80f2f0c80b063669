namespace Nights.Local.Bench.Crowd.Rules;

/// <summary>What happened to a crowd whose host was killed under it, and which rules held.</summary>
internal sealed record RulesResult
{
    public required long Seed { get; init; }
    public required int Triplets { get; init; }

    /// <summary>Participants who came.</summary>
    public required int Participants { get; init; }

    /// <summary>Times the host was killed with kill -9 and started again.</summary>
    public required int Kills { get; init; }

    /// <summary>Times all connections to its database were ended under it.</summary>
    public required int Cuts { get; init; }

    /// <summary>Answers that participants were told are stored.</summary>
    public required long Acknowledged { get; init; }

    /// <summary>Calls that were repeated because nobody answered, or the server could not.</summary>
    public required long Repeats { get; init; }

    public required int Accepted { get; init; }
    public required int Dropped { get; init; }

    /// <summary>Stored answers by what they count for: counted, gold, practice, late, quarantined, reported.</summary>
    public required IReadOnlyDictionary<string, long> Votes { get; init; }

    public required long SpentMinor { get; init; }
    public required long CapMinor { get; init; }

    /// <summary>From the first participant to the last, in seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>What went wrong at the pages.</summary>
    public required IReadOnlyList<string> Errors { get; init; }

    public required IReadOnlyList<RuleCheck> Rules { get; init; }

    public bool Holds => Errors.Count is 0 && Rules.All(rule => rule.Broken is 0);
}
