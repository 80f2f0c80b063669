using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Nights.Domain.Quality;
using Nights.Domain.Voting;

namespace Nights.Database.Crowd;

/// <summary>A trial whose answer is known beforehand: hidden gold, or practice with feedback. Made from the campaign's own pictures.</summary>
public sealed class Gold
{
    public required Guid Id { get; init; }
    public required Guid CampaignId { get; init; }

    /// <summary>Practice trials give feedback and judge nobody; the others are hidden.</summary>
    public required bool Practice { get; init; }

    public GoldKind Kind { get; init; }

    /// <summary>The triplet that was promoted, or null. Whoever has voted on it does not get it as gold.</summary>
    public Guid? TripletId { get; init; }

    /// <summary>When it was taken out of use, because its triplet is not accepted any more; null while in use.</summary>
    public DateTimeOffset? RetiredAt { get; set; }

    /// <summary>SHA-256 of the display pictures: reference, A, B.</summary>
    public required string[] Displays { get; init; }

    public required Variation Answer { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
}

internal sealed class GoldTable : IEntityTypeConfiguration<Gold>
{
    public void Configure(EntityTypeBuilder<Gold> gold)
    {
        gold.ToTable("gold", table => table.HasCheckConstraint("ck_gold", "answer in (0, 1) and cardinality(displays) = 3 and kind between 0 and 2 and (kind = 2) = (triplet_id is not null)"));
        gold.Property(g => g.Answer).HasColumnType("smallint");
        gold.Property(g => g.Kind).HasColumnType("smallint");
        gold.HasIndex(g => g.TripletId).IsUnique().HasFilter("retired_at is null").HasDatabaseName("ux_gold_triplet");
        gold.HasIndex(g => new { g.CampaignId, g.Practice }).HasDatabaseName("ix_gold_campaign");
        gold.HasOne<Campaigns.Campaign>().WithMany().HasForeignKey(g => g.CampaignId).OnDelete(DeleteBehavior.Restrict);
    }
}
