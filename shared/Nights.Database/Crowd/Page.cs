using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Nights.Database.Crowd;

/// <summary>A page of trials given to a session: the lease. Reloading gives the same page again.</summary>
public sealed class Page
{
    public required Guid Id { get; init; }
    public required Guid SessionId { get; init; }
    public required Guid CampaignId { get; init; }
    public required Guid ParticipantId { get; init; }
    public required bool Practice { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset ExpiresAt { get; set; }

    /// <summary>When its last trial was answered, or when it was returned or reaped; null while live.</summary>
    public DateTimeOffset? ClosedAt { get; set; }
}

internal sealed class PageTable : IEntityTypeConfiguration<Page>
{
    public void Configure(EntityTypeBuilder<Page> page)
    {
        page.ToTable("page");
        page.HasIndex(p => p.SessionId).IsUnique().HasFilter("closed_at is null").HasDatabaseName("ux_page_live_session");
        page.HasIndex(p => p.ExpiresAt).HasFilter("closed_at is null").HasDatabaseName("ix_page_live");
        page.HasIndex(p => new { p.SessionId, p.CreatedAt }).HasDatabaseName("ix_page_session");
        page.HasOne<HitSession>().WithMany().HasForeignKey(p => p.SessionId).OnDelete(DeleteBehavior.Restrict);
    }
}
