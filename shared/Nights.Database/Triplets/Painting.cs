using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Nights.Domain.Triplets;

namespace Nights.Database.Triplets;

/// <summary>Three pictures of one prompt: the generation group, and the unit of painting.</summary>
public sealed class Painting
{
    public required Guid Id { get; init; }
    public required Guid CampaignId { get; init; }

    /// <summary>Place in the campaign's plan, from 0.</summary>
    public required int Number { get; init; }

    public required string Category { get; init; }

    /// <summary>Whether the category is an ImageNet label, as NIGHTS marks its rows.</summary>
    public required bool IsImageNet { get; init; }

    public required string Prompt { get; init; }
    public required long[] Seeds { get; init; }

    /// <summary>What each picture changes about picture 0, as <see cref="PaintingVariations"/> writes it; null where only the seeds differ.</summary>
    public string? Variations { get; init; }

    /// <summary>Grows by one each time it is to be painted anew, because it repeats an earlier painting or an operator says so; answers to older attempts count for nothing.</summary>
    public int Attempt { get; set; }

    /// <summary>Times in a row that it came out like an earlier painting of the campaign.</summary>
    public int Repeats { get; set; }

    /// <summary>Candidates thrown away in all attempts, by reason, as a JSON object of counts.</summary>
    public string Screened { get; set; } = "{}";

    /// <summary>What its pictures have cost in all attempts, in minor units.</summary>
    public long CostMinor { get; set; }

    /// <summary>Set aside for the order that is out, in minor units; part of the campaign's commitment until it is settled.</summary>
    public long ReservedMinor { get; set; }

    public required PaintingState State { get; set; }

    /// <summary>SHA-256 (hex) of the three pictures, of their display copies and of their manifests; null until painted.</summary>
    public string[]? Pictures { get; set; }

    public string[]? Displays { get; set; }
    public string[]? Manifests { get; set; }
    public string? Generator { get; set; }
    public double? Seconds { get; set; }
    public DateTimeOffset? OrderedAt { get; set; }
    public DateTimeOffset? PaintedAt { get; set; }
    public string? Failure { get; set; }

    /// <summary>Why the model that guides the campaign has not scored it, though it is painted and its triplets are open; null where it has, where it is to, and where none guides.</summary>
    public string? Unscored { get; set; }
}

internal sealed class PaintingTable : IEntityTypeConfiguration<Painting>
{
    public void Configure(EntityTypeBuilder<Painting> painting)
    {
        painting.ToTable("painting", table =>
        {
            table.HasCheckConstraint("ck_painting_state", "state between 0 and 3");
            table.HasCheckConstraint("ck_painting_attempt", "attempt >= 0 and repeats >= 0");
            table.HasCheckConstraint("ck_painting_cost", "cost_minor >= 0 and reserved_minor >= 0 and (reserved_minor = 0 or state = 1)");
            table.HasCheckConstraint("ck_painting_painted", "state <> 2 or (cardinality(pictures) = 3 and cardinality(displays) = 3 and cardinality(manifests) = 3)");
        });
        painting.Property(p => p.State).HasColumnType("smallint");
        painting.Property(p => p.Variations).HasColumnType("jsonb");
        painting.Property(p => p.Screened).HasColumnType("jsonb").HasDefaultValueSql("'{}'");
        painting.HasIndex(p => new { p.CampaignId, p.Number }).IsUnique().HasDatabaseName("ux_painting_campaign_number");
        painting.HasIndex(p => new { p.CampaignId, p.State, p.Number }).HasDatabaseName("ix_painting_campaign_state");
        painting.HasOne<Campaigns.Campaign>().WithMany().HasForeignKey(p => p.CampaignId).OnDelete(DeleteBehavior.Restrict);
    }
}
