using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Nights.Domain.Snapshots;

namespace Nights.Database.Snapshots;

/// <summary>An immutable dataset version cut from one campaign at one mark.</summary>
public sealed class Snapshot
{
    public required Guid Id { get; init; }
    public required Guid CampaignId { get; init; }
    public required string Name { get; init; }

    /// <summary>Semantic version, e.g. "1.0.0".</summary>
    public required string Version { get; init; }

    public required SnapshotState State { get; set; }

    /// <summary>Highest vote id that may be in it.</summary>
    public required long Mark { get; set; }

    public int Triplets { get; set; }

    /// <summary>SHA-256 of manifest.json, once ready.</summary>
    public string? ManifestSha256 { get; set; }

    public string? Failure { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? ReadyAt { get; set; }
}

internal sealed class SnapshotTable : IEntityTypeConfiguration<Snapshot>
{
    public void Configure(EntityTypeBuilder<Snapshot> snapshot)
    {
        snapshot.ToTable("snapshot", table => table.HasCheckConstraint("ck_snapshot_state", "state between 0 and 2"));
        snapshot.Property(s => s.State).HasColumnType("smallint");
        snapshot.HasIndex(s => new { s.Name, s.Version }).IsUnique().HasDatabaseName("ux_snapshot_name_version");
        snapshot.HasOne<Campaigns.Campaign>().WithMany().HasForeignKey(s => s.CampaignId).OnDelete(DeleteBehavior.Restrict);
    }
}
