using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Nights.Domain.Voting;

namespace Nights.Database.Crowd;

/// <summary>
/// One answer to one trial. Only added; its <see cref="Status"/> alone may change, when a participant is excluded.
/// </summary>
public sealed class Vote
{
    /// <summary>Grows with time; the high-water mark of a snapshot.</summary>
    public long Id { get; private set; }

    public required Guid CampaignId { get; init; }
    public required Guid TrialId { get; init; }

    /// <summary>Made by the page when the trial is shown: the same answer sent twice is one vote.</summary>
    public required Guid SubmissionId { get; init; }

    public required Guid SessionId { get; init; }
    public required Guid ParticipantId { get; init; }
    public Guid? TripletId { get; init; }
    public Guid? GoldId { get; init; }

    /// <summary>Round of the slot, from 1; 0 for gold and practice.</summary>
    public required int Round { get; init; }

    /// <summary>The canonical choice; null when a problem was reported, and where a <see cref="Judgement"/> implies none.</summary>
    public required Variation? Choice { get; init; }

    /// <summary>True when A stood on the left, or was flashed first.</summary>
    public required bool AOnLeft { get; init; }

    /// <summary>Whether the answers to flashed pairs stand in <see cref="Judgement"/>.</summary>
    public bool Jnd { get; init; }

    /// <summary>For gold, practice and checks whether the choice was right, for a repeat whether it was the same as before.</summary>
    public bool? Right { get; init; }

    /// <summary>From first paint to the key or tap, in milliseconds, as the page measured it.</summary>
    public required int ResponseMs { get; init; }

    public required VoteStatus Status { get; set; }

    /// <summary>What a quarantined vote counted for before; null when it never counted.</summary>
    public VoteStatus? StatusBefore { get; set; }

    /// <summary>The participant's skill when the vote was counted, in basis points; null where the campaign's rule does not weigh votes.</summary>
    public short? Skill { get; init; }

    public required int PayMinor { get; init; }
    public required DateTimeOffset CastAt { get; init; }

    /// <summary>What the page measured beside the answer, as JSON: onset, decoding, visibility, viewport.</summary>
    public string? Timing { get; init; }
}

internal sealed class VoteTable : IEntityTypeConfiguration<Vote>
{
    public const string OncePerParticipant = "ux_vote_triplet_participant";
    public const string OncePerTrial = "ux_vote_trial";
    public const string OncePerSubmission = "ux_vote_submission";

    public void Configure(EntityTypeBuilder<Vote> vote)
    {
        vote.ToTable("vote", table =>
        {
            table.HasCheckConstraint("ck_vote_choice", "choice in (0, 1) or (choice is null and (status = 5 or jnd))");
            table.HasCheckConstraint("ck_vote_status", "status between 0 and 8");
            table.HasCheckConstraint("ck_vote_skill", "skill between 0 and 10000");
            table.HasCheckConstraint("ck_vote_subject", "(triplet_id is null) <> (gold_id is null)");
        });
        vote.Property(v => v.Choice).HasColumnType("smallint");
        vote.Property(v => v.Status).HasColumnType("smallint");
        vote.Property(v => v.StatusBefore).HasColumnType("smallint");
        vote.Property(v => v.Timing).HasColumnType("jsonb");

        // The database, not the code, holds the rules that an answer is stored once and nobody is counted twice on a triplet.
        vote.HasIndex(v => v.SubmissionId).IsUnique().HasDatabaseName(OncePerSubmission);
        vote.HasIndex(v => v.TrialId).IsUnique().HasDatabaseName(OncePerTrial);
        vote.HasIndex(v => new { v.TripletId, v.ParticipantId }).IsUnique().HasFilter("status = 0").HasDatabaseName(OncePerParticipant);
        vote.HasIndex(v => v.TripletId).HasFilter("triplet_id is not null").HasDatabaseName("ix_vote_triplet");
        vote.HasIndex(v => new { v.CampaignId, v.Id }).HasDatabaseName("ix_vote_campaign");
        vote.HasIndex(v => new { v.ParticipantId, v.CampaignId }).HasDatabaseName("ix_vote_participant");
        vote.HasIndex(v => v.SessionId).HasDatabaseName("ix_vote_session");
    }
}
