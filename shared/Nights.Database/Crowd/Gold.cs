using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Nights.Domain.Voting;

namespace Nights.Database.Crowd;

/// <summary>A trial whose answer is known beforehand: hidden gold, or practice with feedback. Made from the campaign's own pictures.</summary>
public sealed class Gold
{
    public required Guid Id { get; init; }
    public required Guid CampaignId { get; init; }

    /// <summary>Practice trials give feedback and judge nobody; the others are hidden.</summary>
    public required bool Practice { get; init; }

    /// <summary>SHA-256 of the display pictures: reference, A, B.</summary>
    public required string[] Displays { get; init; }

    public required Variation Answer { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
}

internal sealed class GoldTable : IEntityTypeConfiguration<Gold>
{
    public void Configure(EntityTypeBuilder<Gold> gold)
    {
        gold.ToTable("gold", table => table.HasCheckConstraint("ck_gold", "answer in (0, 1) and cardinality(displays) = 3"));
        gold.Property(g => g.Answer).HasColumnType("smallint");
        gold.HasIndex(g => new { g.CampaignId, g.Practice }).HasDatabaseName("ix_gold_campaign");
        gold.HasOne<Campaigns.Campaign>().WithMany().HasForeignKey(g => g.CampaignId).OnDelete(DeleteBehavior.Restrict);
    }
}
