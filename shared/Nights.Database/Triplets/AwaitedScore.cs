using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Nights.Database.Triplets;

/// <summary>A painting of a guided campaign whose pictures are there and whose triplets wait, still planned, for the model to score them. Gone once they are opened.</summary>
public sealed class AwaitedScore
{
    public required Guid PaintingId { get; init; }
    public required Guid CampaignId { get; init; }

    /// <summary>Since when it waits; after a while it is opened unscored.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>When a trainer was last asked; null before the first time.</summary>
    public DateTimeOffset? AskedAt { get; set; }
}

internal sealed class AwaitedScoreTable : IEntityTypeConfiguration<AwaitedScore>
{
    public void Configure(EntityTypeBuilder<AwaitedScore> awaited)
    {
        awaited.ToTable("awaited_score");
        awaited.HasKey(one => one.PaintingId);
        awaited.HasIndex(one => one.Since).HasDatabaseName("ix_awaited_score_since");
        awaited.HasOne<Painting>().WithMany().HasForeignKey(one => one.PaintingId).OnDelete(DeleteBehavior.Restrict);
    }
}
