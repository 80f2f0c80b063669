using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Nights.Database.Channels;

/// <summary>What a channel is asked to do.</summary>
public enum CallKind
{
    Publish = 0,
    Extend = 1,
    Pause = 2,
    Resume = 3,
    Stop = 4,
    Approve = 5,
    Reject = 6,
    Bonus = 7,
    Block = 8,
    Unblock = 9,
    Message = 10,
}

/// <summary>How far a call is.</summary>
public enum CallState
{
    /// <summary>To be made, not before <see cref="ChannelCall.NotBefore"/>.</summary>
    Waiting = 0,

    /// <summary>Somebody is at it until <see cref="ChannelCall.NotBefore"/>; after that they are taken for dead and it is made again.</summary>
    Sending = 1,
    Done = 2,

    /// <summary>The channel refused, or what it was for has gone: a person should look.</summary>
    Parked = 3,
}

/// <summary>A call to a channel, written in the transaction that decided it and made afterwards, as often as it takes: the outbox.</summary>
public sealed class ChannelCall
{
    public required Guid Id { get; init; }
    public required Guid StudyId { get; init; }
    public Guid? SubmissionId { get; init; }
    public required CallKind Kind { get; init; }

    /// <summary>The same intention has the same key and stands here once. At most 64 characters where a channel uses it as its own token.</summary>
    public required string Key { get; init; }

    /// <summary>What the call says, as JSON; no id of a person.</summary>
    public required string Payload { get; set; }

    public required CallState State { get; set; }
    public int Attempts { get; set; }
    public required DateTimeOffset NotBefore { get; set; }

    /// <summary>When a question that cannot be taken back last went out.</summary>
    public DateTimeOffset? AskedAt { get; set; }

    public string? LastFault { get; set; }
    public required string By { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? DoneAt { get; set; }
}

internal sealed class ChannelCallTable : IEntityTypeConfiguration<ChannelCall>
{
    public void Configure(EntityTypeBuilder<ChannelCall> call)
    {
        call.ToTable("channel_call", table => table.HasCheckConstraint("ck_channel_call", "kind between 0 and 10 and state between 0 and 3"));
        call.Property(c => c.Kind).HasColumnType("smallint");
        call.Property(c => c.State).HasColumnType("smallint");
        call.Property(c => c.Payload).HasColumnType("jsonb");
        call.HasIndex(c => c.Key).IsUnique().HasDatabaseName("ux_channel_call_key");
        call.HasIndex(c => new { c.NotBefore, c.Id }).HasFilter("state in (0, 1)").HasDatabaseName("ix_channel_call_open");
        call.HasIndex(c => new { c.StudyId, c.Id }).HasDatabaseName("ix_channel_call_study");
        call.HasOne<Study>().WithMany().HasForeignKey(c => c.StudyId).OnDelete(DeleteBehavior.Restrict);
        call.HasOne<Submission>().WithMany().HasForeignKey(c => c.SubmissionId).OnDelete(DeleteBehavior.Restrict);
    }
}
