using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Nights.Database.Crowd;

/// <summary>One trial as shown: a slot's triplet, a triplet seen before and mirrored, or a gold trial that looks just like one.</summary>
public sealed class Trial
{
    public required Guid Id { get; init; }
    public required Guid PageId { get; init; }

    /// <summary>Place on the page, from 0.</summary>
    public required int Position { get; init; }

    /// <summary>Null for gold, and for a triplet that is seen again.</summary>
    public long? SlotId { get; init; }

    public Guid? TripletId { get; init; }
    public Guid? GoldId { get; init; }

    /// <summary>True when A stands on the left. Drawn on the server.</summary>
    public required bool AOnLeft { get; init; }

    /// <summary>Set where the trial says which side to press: true for the left one.</summary>
    public bool? InstructedLeft { get; init; }
}

internal sealed class TrialTable : IEntityTypeConfiguration<Trial>
{
    public void Configure(EntityTypeBuilder<Trial> trial)
    {
        trial.ToTable("trial", table =>
            table.HasCheckConstraint("ck_trial_one_source", "(slot_id is null or triplet_id is not null) and (triplet_id is null) <> (gold_id is null)"));
        trial.HasIndex(t => new { t.PageId, t.Position }).IsUnique().HasDatabaseName("ux_trial_page_position");
        trial.HasOne<Page>().WithMany().HasForeignKey(t => t.PageId).OnDelete(DeleteBehavior.Restrict);
    }
}
