using System.Text.Json.Serialization;

namespace Nights.Local.Simulation;

/// <summary>What a fleet did.</summary>
internal sealed record FleetResult
{
    public required int Participants { get; init; }

    /// <summary>Answers given, each with a submission id of its own; practice and gold included.</summary>
    public required long Sent { get; init; }

    /// <summary>Answers that the server confirmed as stored.</summary>
    public required long Acknowledged { get; init; }

    /// <summary>Of the acknowledged: practice trials, and how many of them were right.</summary>
    public required long Practice { get; init; }

    public required long PracticeRight { get; init; }

    /// <summary>HITs that ended with a completion code.</summary>
    public required int HitsFinished { get; init; }

    /// <summary>Participants the server takes no more answers from.</summary>
    public required int Excluded { get; init; }

    /// <summary>Participants who left in the middle.</summary>
    public required int Left { get; init; }

    /// <summary>Promised to all of them, in minor units.</summary>
    public required long PayMinor { get; init; }

    /// <summary>Calls that were repeated because nobody answered or the server could not serve them.</summary>
    public required long Repeats { get; init; }

    public required double Seconds { get; init; }

    public double PerSecond => Seconds > 0 ? Acknowledged / Seconds : 0;

    /// <summary>Participants and answers of each kind, in the order of the kinds.</summary>
    public required IReadOnlyList<KindResult> Kinds { get; init; }

    /// <summary>What went wrong: the first hundred, and how many there were.</summary>
    public required IReadOnlyList<string> Errors { get; init; }

    public required int ErrorCount { get; init; }

    /// <summary>Submission ids the server acknowledged: every one of them must be in the database.</summary>
    [JsonIgnore]
    public IReadOnlyList<Guid> AcknowledgedSubmissions { get; init; } = [];
}
