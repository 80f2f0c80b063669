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
}

internal sealed class HitSessionTable : IEntityTypeConfiguration<HitSession>
{
    public void Configure(EntityTypeBuilder<HitSession> session)
    {
        session.ToTable("hit_session");
        session.HasIndex(s => s.TokenHash).IsUnique().HasDatabaseName("ux_hit_session_token");
        session.HasIndex(s => new { s.CampaignId, s.ParticipantId }).HasDatabaseName("ix_hit_session_participant");
        session.HasOne<Campaigns.Campaign>().WithMany().HasForeignKey(s => s.CampaignId).OnDelete(DeleteBehavior.Restrict);
        session.HasOne<Participant>().WithMany().HasForeignKey(s => s.ParticipantId).OnDelete(DeleteBehavior.Restrict);
    }
}
