using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Nights.Domain.Jnd;

namespace Nights.Database.Crowd;

/// <summary>
/// What a participant said about flashed pairs, beside the <see cref="Vote"/> that holds who, when, what it counts for and what it pays. How the pictures
/// were displayed is in numbers here and step by step in the vote's timing, which is forgotten sooner.
/// </summary>
public sealed class Judgement
{
    public required long VoteId { get; init; }

    /// <summary>Whether the reference and A were called the same; null when that pair was not shown.</summary>
    public bool? SameA { get; init; }

    public bool? SameB { get; init; }

    /// <summary>From the question to the answer, in milliseconds, in the order asked: one or two.</summary>
    public required int[] ResponseMs { get; init; }

    /// <summary>Why it does not count, or None.</summary>
    public required DisplayFault Fault { get; init; }

    /// <summary>Frames a second as the page measured them.</summary>
    public required double RefreshHz { get; init; }

    /// <summary>How far the worst picture was off its planned duration, in frames.</summary>
    public required double FramesOff { get; init; }

    public required int DroppedFrames { get; init; }

    /// <summary>Times that the page had shown the trial before and thrown it away, because it could not keep the plan.</summary>
    public required int Retries { get; init; }
}

internal sealed class JudgementTable : IEntityTypeConfiguration<Judgement>
{
    public void Configure(EntityTypeBuilder<Judgement> judgement)
    {
        judgement.ToTable("judgement", table =>
        {
            table.HasCheckConstraint("ck_judgement_answered", "same_a is not null or same_b is not null");
            table.HasCheckConstraint("ck_judgement_fault", "fault between 0 and 4 and dropped_frames >= 0 and retries >= 0");
        });
        judgement.HasKey(j => j.VoteId);
        judgement.Property(j => j.VoteId).ValueGeneratedNever();
        judgement.Property(j => j.Fault).HasColumnType("smallint");
        judgement.HasOne<Vote>().WithOne().HasForeignKey<Judgement>(j => j.VoteId).OnDelete(DeleteBehavior.Cascade);
    }
}
