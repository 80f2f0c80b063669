using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Nights.Database.Crowd;

/// <summary>A tombstone: somebody was erased and is not taken in again, though nothing here says who.</summary>
public sealed class ErasedParticipant
{
    /// <summary>HMAC-SHA-256 of the pseudonym they had, under a key of its own. 32 bytes.</summary>
    public required byte[] Tombstone { get; init; }

    public required DateTimeOffset ErasedAt { get; init; }
}

internal sealed class ErasedParticipantTable : IEntityTypeConfiguration<ErasedParticipant>
{
    public void Configure(EntityTypeBuilder<ErasedParticipant> erased)
    {
        erased.ToTable("erased_participant");
        erased.HasKey(e => e.Tombstone);
    }
}
