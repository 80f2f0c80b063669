using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Nights.Database.Crowd;

/// <summary>
/// What a marketplace calls a person and their assignment, sealed, apart from everything else. Written only where it is needed to pay
/// them; nothing joins on it, and without the installation's secret it is noise.
/// </summary>
public sealed class ParticipantIdentity
{
    /// <summary>The session that came with it.</summary>
    public required Guid SessionId { get; init; }

    public required Guid ParticipantId { get; init; }

    /// <summary>AES-256-GCM over the ids: nonce, ciphertext, tag.</summary>
    public required byte[] Sealed { get; init; }

    public required DateTimeOffset KeptAt { get; init; }
}

internal sealed class ParticipantIdentityTable : IEntityTypeConfiguration<ParticipantIdentity>
{
    public void Configure(EntityTypeBuilder<ParticipantIdentity> identity)
    {
        identity.ToTable("participant_identity");
        identity.HasKey(i => i.SessionId);
        identity.HasIndex(i => i.ParticipantId).HasDatabaseName("ix_participant_identity_participant");
        identity.HasOne<HitSession>().WithOne().HasForeignKey<ParticipantIdentity>(i => i.SessionId).OnDelete(DeleteBehavior.Restrict);
        identity.HasOne<Participant>().WithMany().HasForeignKey(i => i.ParticipantId).OnDelete(DeleteBehavior.Restrict);
    }
}
