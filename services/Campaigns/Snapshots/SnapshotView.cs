using System.Linq.Expressions;
using Nights.Database.Snapshots;
using Nights.Domain.Snapshots;

namespace Nights.Campaigns.Snapshots;

/// <summary>A snapshot as the API and the console show it.</summary>
internal sealed record SnapshotView
{
    public static readonly Expression<Func<Snapshot, SnapshotView>> Of = snapshot => new SnapshotView
    {
        Id = snapshot.Id,
        CampaignId = snapshot.CampaignId,
        Name = snapshot.Name,
        Version = snapshot.Version,
        State = snapshot.State,
        Mark = snapshot.Mark,
        Triplets = snapshot.Triplets,
        ManifestSha256 = snapshot.ManifestSha256,
        Failure = snapshot.Failure,
        CreatedAt = snapshot.CreatedAt,
        ReadyAt = snapshot.ReadyAt,
    };

    public required Guid Id { get; init; }
    public required Guid CampaignId { get; init; }
    public required string Name { get; init; }
    public required string Version { get; init; }
    public required SnapshotState State { get; init; }

    /// <summary>Highest vote id that may be in it.</summary>
    public required long Mark { get; init; }

    public required int Triplets { get; init; }
    public required string? ManifestSha256 { get; init; }
    public required string? Failure { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset? ReadyAt { get; init; }
}
