using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Nights.Database.Crowd;

/// <summary>One participant taking one HIT of one campaign, from the landing page to the completion code.</summary>
public sealed class HitSession
{
    public required Guid Id { get; init; }
    public required Guid CampaignId { get; init; }
    public required Guid ParticipantId { get; init; }

    /// <summary>SHA-256 of the bearer token; the token itself is never stored.</summary>
    public required byte[] TokenHash { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? ConsentedAt { get; set; }
    public string? ConsentVersion { get; set; }

    /// <summary>When practice was passed, or null.</summary>
    public DateTimeOffset? WarmAt { get; set; }

    /// <summary>Times practice has been failed.</summary>
    public int PracticeFailures { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>Shown to the participant once every answer is stored.</summary>
    public string? CompletionCode { get; set; }

    public string? Comment { get; set; }

    /// <summary>What the device check measured, as JSON: window, density, frame rate, decoding. Asked after consent.</summary>
    public string? Device { get; set; }

    /// <summary>Keyed hash of the network the session was opened from (/24, or /48 of IPv6). Kept for 30 days.</summary>
    public byte[]? Network { get; set; }

    /// <summary>Keyed hash of the marketplace's assignment: one assignment belongs to one session, whoever comes with it later.</summary>
    public byte[]? Assignment { get; set; }
}

internal sealed class HitSessionTable : IEntityTypeConfiguration<HitSession>
{
    public void Configure(EntityTypeBuilder<HitSession> session)
    {
        session.ToTable("hit_session");
        session.Property(s => s.Device).HasColumnType("jsonb");
        session.HasIndex(s => s.Assignment).IsUnique().HasFilter("assignment is not null").HasDatabaseName("ux_hit_session_assignment");
        session.HasIndex(s => s.CreatedAt).HasFilter("network is not null").HasDatabaseName("ix_hit_session_network");
        session.HasIndex(s => s.TokenHash).IsUnique().HasDatabaseName("ux_hit_session_token");
        session.HasIndex(s => new { s.CampaignId, s.ParticipantId }).HasDatabaseName("ix_hit_session_participant");
        session.HasOne<Campaigns.Campaign>().WithMany().HasForeignKey(s => s.CampaignId).OnDelete(DeleteBehavior.Restrict);
        session.HasOne<Participant>().WithMany().HasForeignKey(s => s.ParticipantId).OnDelete(DeleteBehavior.Restrict);
    }
}
