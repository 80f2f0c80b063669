using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Nights.Domain.Voting;

namespace Nights.Database.Crowd;

/// <summary>One wanted vote on a triplet. A lease is an owner and an expiry on the row, never an open transaction.</summary>
public sealed class Slot
{
    public long Id { get; private set; }
    public required Guid CampaignId { get; init; }
    public required Guid TripletId { get; init; }
    public required int Round { get; init; }

    /// <summary>The candidate that is paired with the reference where pairs are judged one at a time; null where both are.</summary>
    public Variation? Pair { get; init; }
    public required SlotState State { get; set; }

    /// <summary>Random order of handing out, drawn when the slot is opened.</summary>
    public required int Rank { get; init; }

    /// <summary>The page that holds it while leased.</summary>
    public Guid? PageId { get; set; }

    public Guid? ParticipantId { get; set; }
    public DateTimeOffset? ExpiresAt { get; set; }
}

internal sealed class SlotTable : IEntityTypeConfiguration<Slot>
{
    public void Configure(EntityTypeBuilder<Slot> slot)
    {
        slot.ToTable("slot", table =>
        {
            table.HasCheckConstraint("ck_slot_state", "state between 0 and 3");
            table.HasCheckConstraint("ck_slot_lease", "state <> 1 or (page_id is not null and participant_id is not null and expires_at is not null)");
        });
        slot.Property(s => s.State).HasColumnType("smallint");
        slot.Property(s => s.Pair).HasColumnType("smallint");
        slot.HasIndex(s => new { s.CampaignId, s.Round, s.Rank }).HasFilter("state = 0").HasDatabaseName("ix_slot_open");
        slot.HasIndex(s => new { s.CampaignId, s.ExpiresAt }).HasFilter("state = 1").HasDatabaseName("ix_slot_leased");
        slot.HasIndex(s => s.TripletId).HasDatabaseName("ix_slot_triplet");
        slot.HasIndex(s => s.PageId).HasFilter("page_id is not null").HasDatabaseName("ix_slot_page");
        slot.HasOne<Triplets.Triplet>().WithMany().HasForeignKey(s => s.TripletId).OnDelete(DeleteBehavior.Restrict);
    }
}
