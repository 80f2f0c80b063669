using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Nights.Database.Channels;

/// <summary>A notification that was believed, until it has been acted on. The same event comes in once, however often it is sent.</summary>
public sealed class ChannelNotification
{
    public required string Channel { get; init; }

    /// <summary>The marketplace's id of the event.</summary>
    public required string EventId { get; init; }

    /// <summary>When it was sent there.</summary>
    public required DateTimeOffset At { get; init; }

    public required string Kind { get; init; }

    /// <summary>The external id of a study; null when it is about a submission.</summary>
    public string? Study { get; init; }

    /// <summary>The submission's <see cref="Submission.ExternalKey"/>; null when it is about a study.</summary>
    public byte[]? SubmissionKey { get; init; }

    public short? SubmissionState { get; init; }
    public required DateTimeOffset ReceivedAt { get; init; }
    public DateTimeOffset? HandledAt { get; set; }
}

internal sealed class ChannelNotificationTable : IEntityTypeConfiguration<ChannelNotification>
{
    public void Configure(EntityTypeBuilder<ChannelNotification> notification)
    {
        notification.ToTable("channel_notification");
        notification.HasKey(n => new { n.Channel, n.EventId });
        notification.HasIndex(n => n.At).HasFilter("handled_at is null").HasDatabaseName("ix_channel_notification_open");
    }
}
