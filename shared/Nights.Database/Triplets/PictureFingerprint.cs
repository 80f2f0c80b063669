using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Nights.Database.Triplets;

/// <summary>
/// What a painted picture is recognised by when another one of the campaign looks the same. Found by the quarters of its hash, since two hashes that differ in
/// at most three bits have at least one of their four quarters in common, and among those by its brightness.
/// </summary>
public sealed class PictureFingerprint
{
    public required Guid PaintingId { get; init; }

    /// <summary>Which picture of the painting, 0 to 2.</summary>
    public required short Place { get; init; }

    public required Guid CampaignId { get; init; }

    /// <summary>64-bit difference hash, big-endian.</summary>
    public required long Hash { get; init; }

    /// <summary>8×8 RGB, 192 bytes.</summary>
    public required byte[] Thumbnail { get; init; }

    /// <summary>Sum of the thumbnail's values; those of near-duplicates differ by a bounded amount (<c>Fingerprint.NearBrightness</c>).</summary>
    public required int Brightness { get; init; }

    /// <summary>Bits 63 to 48 of the hash; the database computes the quarters.</summary>
    public int Quarter0 { get; private set; }

    public int Quarter1 { get; private set; }
    public int Quarter2 { get; private set; }
    public int Quarter3 { get; private set; }
}

internal sealed class PictureFingerprintTable : IEntityTypeConfiguration<PictureFingerprint>
{
    public void Configure(EntityTypeBuilder<PictureFingerprint> print)
    {
        print.ToTable("picture_fingerprint", table =>
            table.HasCheckConstraint("ck_picture_fingerprint", "place between 0 and 2 and octet_length(thumbnail) = 192"));
        print.HasKey(p => new { p.PaintingId, p.Place });
        print.Property(p => p.Quarter0).HasComputedColumnSql("((hash >> 48) & 65535)::int", stored: true);
        print.Property(p => p.Quarter1).HasComputedColumnSql("((hash >> 32) & 65535)::int", stored: true);
        print.Property(p => p.Quarter2).HasComputedColumnSql("((hash >> 16) & 65535)::int", stored: true);
        print.Property(p => p.Quarter3).HasComputedColumnSql("(hash & 65535)::int", stored: true);
        print.HasIndex(p => new { p.CampaignId, p.Quarter0, p.Brightness }).HasDatabaseName("ix_picture_fingerprint_quarter_0");
        print.HasIndex(p => new { p.CampaignId, p.Quarter1, p.Brightness }).HasDatabaseName("ix_picture_fingerprint_quarter_1");
        print.HasIndex(p => new { p.CampaignId, p.Quarter2, p.Brightness }).HasDatabaseName("ix_picture_fingerprint_quarter_2");
        print.HasIndex(p => new { p.CampaignId, p.Quarter3, p.Brightness }).HasDatabaseName("ix_picture_fingerprint_quarter_3");
        print.HasOne<Painting>().WithMany().HasForeignKey(p => p.PaintingId).OnDelete(DeleteBehavior.Restrict);
    }
}
