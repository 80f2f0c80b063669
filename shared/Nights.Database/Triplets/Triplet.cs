using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Nights.Domain.Triplets;

namespace Nights.Database.Triplets;

/// <summary>
/// A reference and two variations, as one campaign asks about them: a campaign that judges the triplets of another has rows of its own for the same paintings. Picture <see cref="Role"/> of the painting is the reference; A and B are the other two in order.
/// </summary>
public sealed class Triplet
{
    public required Guid Id { get; init; }
    public required Guid CampaignId { get; init; }
    public required Guid PaintingId { get; init; }

    /// <summary>Place in the campaign, from 0: painting number times triplets per painting, plus role.</summary>
    public required int Number { get; init; }

    /// <summary>0, 1 or 2.</summary>
    public required int Role { get; init; }

    public required TripletState State { get; set; }

    /// <summary>Round whose slots are out, from 1; 0 before the first.</summary>
    public int Round { get; set; }

    /// <summary>Counted votes for A and for B.</summary>
    public int VotesA { get; set; }

    public int VotesB { get; set; }

    /// <summary>What the votes say for A and for B against a coin flip, in millionths of a nat; 0 where votes are not weighed.</summary>
    public long EvidenceA { get; set; }

    public long EvidenceB { get; set; }

    /// <summary>Votes of participants whose dissent may be tolerated, for A and for B.</summary>
    public int UnskilledA { get; set; }

    public int UnskilledB { get; set; }

    /// <summary>How far the model that guides the campaign finds A and B from the reference, 0 to 2; null where none scored it.</summary>
    public double? DistanceA { get; set; }

    public double? DistanceB { get; set; }

    /// <summary>The chance of A that ranks it, above 0 and below 1; null where triplets are not ranked.</summary>
    public double? ExpectedA { get; set; }
    public DateTimeOffset? DecidedAt { get; set; }

    /// <summary>Why it is void, or null.</summary>
    public string? VoidReason { get; set; }
}

internal sealed class TripletTable : IEntityTypeConfiguration<Triplet>
{
    public void Configure(EntityTypeBuilder<Triplet> triplet)
    {
        triplet.ToTable("triplet", table =>
        {
            table.HasCheckConstraint("ck_triplet_state", "state between 0 and 4");
            table.HasCheckConstraint("ck_triplet_role", "role between 0 and 2");
            table.HasCheckConstraint("ck_triplet_votes", "votes_a >= 0 and votes_b >= 0 and round >= 0");
            table.HasCheckConstraint("ck_triplet_expected", "expected_a > 0 and expected_a < 1");
        });
        triplet.Property(t => t.State).HasColumnType("smallint");
        triplet.HasIndex(t => new { t.CampaignId, t.Number }).IsUnique().HasDatabaseName("ux_triplet_campaign_number");
        triplet.HasIndex(t => new { t.PaintingId, t.Role, t.CampaignId }).IsUnique().HasDatabaseName("ux_triplet_painting_role");
        triplet.HasIndex(t => new { t.CampaignId, t.State }).HasDatabaseName("ix_triplet_campaign_state");
        triplet.HasOne<Painting>().WithMany().HasForeignKey(t => t.PaintingId).OnDelete(DeleteBehavior.Restrict);
    }
}
