using Nights.Database.Channels;

namespace Nights.Campaigns.Studies;

/// <summary>A study as operators see it: what was wanted, what the marketplace says, how many submissions stand where, and what an hour pays.</summary>
internal sealed record StudyView
{
    public required Guid Id { get; init; }
    public required Guid CampaignId { get; init; }
    public required string Channel { get; init; }
    public required StudyState State { get; init; }

    /// <summary>The marketplace's own word.</summary>
    public required string? RemoteWord { get; init; }

    public required int Places { get; init; }
    public required int? RemotePlaces { get; init; }
    public required int? RemoteTaken { get; init; }
    public required long RewardMinor { get; init; }
    public required string Currency { get; init; }
    public required string Page { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset? ReconciledAt { get; init; }
    public required string? Failure { get; init; }

    /// <summary>Calls that are still to be made.</summary>
    public required int OpenCalls { get; init; }

    /// <summary>Calls that a person should look at.</summary>
    public required int ParkedCalls { get; init; }

    public required int Submissions { get; init; }

    /// <summary>Handed in and not decided.</summary>
    public required int Waiting { get; init; }

    /// <summary>Named by the marketplace for another person than the one who came, or never named by it.</summary>
    public required int Unverified { get; init; }

    public required long PromisedMinor { get; init; }
    public required long PaidMinor { get; init; }

    /// <summary>Half of the finished HITs took longer; null when none is finished.</summary>
    public required double? MedianSeconds { get; init; }

    /// <summary>Reward and top-ups over the median time, in minor units per hour.</summary>
    public required long? HourlyMinor { get; init; }

    /// <summary>What an hour should pay: the campaign's promise, or the least that is allowed here.</summary>
    public required long TargetHourlyMinor { get; init; }

    /// <summary>What each approved submission should get on top, in minor units; 0 when the pay is fair.</summary>
    public required long TopUpMinor { get; init; }
}
