using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Nights.Domain.Quality;

namespace Nights.Database.Crowd;

/// <summary>A person who judges, known by a keyed hash only.</summary>
public sealed class Participant
{
    public required Guid Id { get; init; }

    /// <summary>Where they came from: "own" for our own page.</summary>
    public required string Channel { get; init; }

    /// <summary>HMAC-SHA-256 of the channel and the external id under the participants' key. 32 bytes.</summary>
    public required byte[] Pseudonym { get; init; }

    public required ParticipantState State { get; set; }
    public string? ExclusionReason { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the person was erased; from then on the pseudonym is a random number and leads to nobody.</summary>
    public DateTimeOffset? ErasedAt { get; set; }
}

internal sealed class ParticipantTable : IEntityTypeConfiguration<Participant>
{
    public void Configure(EntityTypeBuilder<Participant> participant)
    {
        participant.ToTable("participant", table => table.HasCheckConstraint("ck_participant_state", "state in (0, 1)"));
        participant.Property(p => p.State).HasColumnType("smallint");
        participant.HasIndex(p => new { p.Channel, p.Pseudonym }).IsUnique().HasDatabaseName("ux_participant_channel_pseudonym");
    }
}
