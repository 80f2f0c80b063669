using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Nights.Database.Channels;

/// <summary>What we have decided about a submission.</summary>
public enum Verdict
{
    None = 0,
    Approved = 1,

    /// <summary>Paid, and the answers are not used.</summary>
    SoftRejected = 2,

    /// <summary>Not paid: a person's decision.</summary>
    Rejected = 3,
}

/// <summary>
/// One person's part in a study: who came to our page with it, what the marketplace says, and what was decided. No id of the marketplace stands here, only a
/// keyed hash; the id itself is asked from the sealed identity of the session or from the marketplace when a call needs it.
/// </summary>
public sealed class Submission
{
    public required Guid Id { get; init; }
    public required Guid StudyId { get; init; }
    public required string Channel { get; init; }

    /// <summary>Keyed hash of the marketplace's id: what <c>hit_session.assignment</c> holds of who came with it. 32 bytes.</summary>
    public required byte[] ExternalKey { get; init; }

    /// <summary>Who came with it first. Null until somebody came.</summary>
    public Guid? ParticipantId { get; set; }

    /// <summary>The HIT they worked on.</summary>
    public Guid? SessionId { get; set; }

    /// <summary>The marketplace's state as last heard, as Nights.Channels counts them; 0 when it has never named this submission.</summary>
    public short RemoteState { get; set; }

    /// <summary>When what <see cref="RemoteState"/> tells of was said; older news is not believed.</summary>
    public DateTimeOffset? RemoteAt { get; set; }

    /// <summary>Whether the marketplace names the person who came: true once it has, false while it names somebody else, null before both are known.</summary>
    public bool? Verified { get; set; }

    public DateTimeOffset? AutoApproveAt { get; set; }
    public required Verdict Verdict { get; set; }

    /// <summary>Who decided: an operator, "rule" or "marketplace".</summary>
    public string? DecidedBy { get; set; }

    public string? Reason { get; set; }
    public DateTimeOffset? DecidedAt { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
}

internal sealed class SubmissionTable : IEntityTypeConfiguration<Submission>
{
    public void Configure(EntityTypeBuilder<Submission> submission)
    {
        submission.ToTable("submission", table =>
        {
            table.HasCheckConstraint("ck_submission_verdict", "verdict between 0 and 3");
            table.HasCheckConstraint("ck_submission_remote_state", "remote_state between 0 and 9");
        });
        submission.Property(s => s.Verdict).HasColumnType("smallint");
        submission.HasIndex(s => new { s.Channel, s.ExternalKey }).IsUnique().HasDatabaseName("ux_submission_external");
        submission.HasIndex(s => s.SessionId).IsUnique().HasDatabaseName("ux_submission_session");
        submission.HasIndex(s => new { s.StudyId, s.CreatedAt }).HasDatabaseName("ix_submission_study");
        submission.HasIndex(s => s.ParticipantId).HasDatabaseName("ix_submission_participant");
        submission.HasOne<Study>().WithMany().HasForeignKey(s => s.StudyId).OnDelete(DeleteBehavior.Restrict);
        submission.HasOne<Crowd.Participant>().WithMany().HasForeignKey(s => s.ParticipantId).OnDelete(DeleteBehavior.Restrict);
        submission.HasOne<Crowd.HitSession>().WithMany().HasForeignKey(s => s.SessionId).OnDelete(DeleteBehavior.Restrict);
    }
}
