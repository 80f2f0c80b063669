namespace Nights.Local.Demo;

/// <summary>What a demonstration has come to; printed by --json as it is.</summary>
internal sealed record DemoResult
{
    /// <summary>Triplets whose pictures were painted.</summary>
    public required int Painted { get; init; }

    /// <summary>Triplets on which participants disagreed.</summary>
    public required int Dropped { get; init; }

    /// <summary>Triplets on which all six votes agreed.</summary>
    public required int Accepted { get; init; }

    /// <summary>Votes counted on triplets; gold and practice are not among them.</summary>
    public required long Votes { get; init; }

    public required double VotesPerAccepted { get; init; }

    /// <summary>Share of hidden gold trials that were answered right.</summary>
    public required double GoldPassRate { get; init; }

    public required int ParticipantsExcluded { get; init; }

    /// <summary>Paid for all answers, in minor units.</summary>
    public required long SpendMinor { get; init; }

    /// <summary>name@version.</summary>
    public required string Snapshot { get; init; }

    /// <summary>Folder that holds the snapshot.</summary>
    public required string SnapshotPath { get; init; }

    /// <summary>Triplets scored, none of them trained on.</summary>
    public required int HeldOut { get; init; }

    /// <summary>Agreement with participants before training, in [0, 1].</summary>
    public required double Frozen2afc { get; init; }

    /// <summary>Agreement after training.</summary>
    public required double Tuned2afc { get; init; }

    /// <summary>95 % interval of the difference.</summary>
    public required IReadOnlyList<double> Gain95 { get; init; }

    public required IReadOnlyDictionary<string, double> SecondsByStage { get; init; }
    public required IReadOnlyDictionary<string, string> Urls { get; init; }
}
