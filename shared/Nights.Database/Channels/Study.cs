using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Nights.Database.Channels;

/// <summary>What we want of a study.</summary>
public enum StudyState
{
    /// <summary>Ordered; the channel has not confirmed it.</summary>
    Publishing = 0,
    Open = 1,
    Paused = 2,
    Stopped = 3,

    /// <summary>The channel refuses to publish it; <see cref="Study.Failure"/> says why.</summary>
    Failed = 4,
}

/// <summary>A campaign's HITs offered on one channel: so many places at one reward. The row stands before the marketplace is told anything.</summary>
public sealed class Study
{
    /// <summary>Also the nonce of the study's link and, on the marketplace, the key under which it is found.</summary>
    public required Guid Id { get; init; }

    public required Guid CampaignId { get; init; }

    /// <summary>"own", "prolific", "mturk" or "rehearsal".</summary>
    public required string Channel { get; init; }

    /// <summary>The marketplace's id; null until it has told.</summary>
    public string? ExternalId { get; set; }

    public required StudyState State { get; set; }

    /// <summary>People wanted. Only ever raised.</summary>
    public required int Places { get; set; }

    /// <summary>Pay of one submission, in minor units.</summary>
    public required long RewardMinor { get; init; }

    public required string Currency { get; init; }

    /// <summary>Address of the HIT page with the link token.</summary>
    public required string Page { get; init; }

    /// <summary>Days it stays open.</summary>
    public required int Days { get; init; }

    /// <summary>What a whole HIT brings back to the marketplace.</summary>
    public required string CompletionCode { get; init; }

    /// <summary>What a HIT that ended early brings back.</summary>
    public required string PartialCode { get; init; }

    /// <summary>Where the participant's browser goes at the end, or null where the code is shown.</summary>
    public string? CompletionUrl { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? PublishedAt { get; set; }

    /// <summary>The marketplace's own word for the study's state, as last heard.</summary>
    public string? RemoteWord { get; set; }

    public int? RemotePlaces { get; set; }
    public int? RemoteTaken { get; set; }

    /// <summary>When the marketplace was last asked for all submissions.</summary>
    public DateTimeOffset? ReconciledAt { get; set; }

    /// <summary>Why the last question to the marketplace failed, as a sentence; null when it did not.</summary>
    public string? Failure { get; set; }
}

internal sealed class StudyTable : IEntityTypeConfiguration<Study>
{
    public void Configure(EntityTypeBuilder<Study> study)
    {
        study.ToTable("study", table =>
        {
            table.HasCheckConstraint("ck_study_state", "state between 0 and 4");
            table.HasCheckConstraint("ck_study_places", "places > 0 and reward_minor >= 0");
        });
        study.Property(s => s.State).HasColumnType("smallint");
        study.HasIndex(s => s.CampaignId).HasDatabaseName("ix_study_campaign");
        study.HasIndex(s => new { s.Channel, s.ExternalId }).IsUnique().HasDatabaseName("ux_study_external");
        study.HasOne<Campaigns.Campaign>().WithMany().HasForeignKey(s => s.CampaignId).OnDelete(DeleteBehavior.Restrict);
    }
}
