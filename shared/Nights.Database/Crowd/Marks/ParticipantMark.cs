using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Nights.Database.Channels;
using Nights.Domain.Quality;

namespace Nights.Database.Crowd.Marks;

/// <summary>
/// A line on a participant's record: a warning, a soft reject, an exclusion, a block or an allowance, with its scope, its reason, who set it and until when.
/// Lines are lifted, never deleted.
/// </summary>
public sealed class ParticipantMark
{
    public required Guid Id { get; init; }
    public required Guid ParticipantId { get; init; }

    /// <summary>Null for all campaigns.</summary>
    public Guid? CampaignId { get; init; }

    public required MarkKind Kind { get; init; }
    public required string Reason { get; set; }

    /// <summary>The submission whose soft reject this is, or null.</summary>
    public Guid? SubmissionId { get; init; }

    /// <summary>An operator's name, or "rules".</summary>
    public required string By { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Null for good.</summary>
    public DateTimeOffset? EndsAt { get; init; }

    public DateTimeOffset? LiftedAt { get; set; }
    public string? LiftedBy { get; set; }
    public string? LiftReason { get; set; }
}

internal sealed class ParticipantMarkTable : IEntityTypeConfiguration<ParticipantMark>
{
    public void Configure(EntityTypeBuilder<ParticipantMark> mark)
    {
        mark.ToTable("participant_mark", table =>
        {
            table.HasCheckConstraint("ck_participant_mark_kind", "kind between 0 and 4");
            // A quarantine that ended by itself would change data sets while nobody looks.
            table.HasCheckConstraint("ck_participant_mark_ends", "ends_at is null or kind in (3, 4)");
            table.HasCheckConstraint("ck_participant_mark_lifted", "(lifted_at is null) = (lifted_by is null)");
        });
        mark.Property(m => m.Kind).HasColumnType("smallint");
        mark.HasIndex(m => m.ParticipantId).HasFilter("lifted_at is null").HasDatabaseName("ix_participant_mark_live");
        mark.HasIndex(m => m.SubmissionId).HasFilter("lifted_at is null").HasDatabaseName("ix_participant_mark_submission");
        mark.HasOne<Participant>().WithMany().HasForeignKey(m => m.ParticipantId).OnDelete(DeleteBehavior.Cascade);
        mark.HasOne<Database.Campaigns.Campaign>().WithMany().HasForeignKey(m => m.CampaignId).OnDelete(DeleteBehavior.Restrict);
        mark.HasOne<Submission>().WithMany().HasForeignKey(m => m.SubmissionId).OnDelete(DeleteBehavior.Cascade);
    }
}
