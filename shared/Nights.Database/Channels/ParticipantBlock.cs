using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Nights.Database.Channels;

/// <summary>A person who is let into no new HIT, until the block ends. What they have answered is paid.</summary>
public sealed class ParticipantBlock
{
    public required Guid ParticipantId { get; init; }
    public required string Reason { get; set; }
    public required string By { get; set; }
    public required DateTimeOffset At { get; set; }

    /// <summary>Null for good.</summary>
    public DateTimeOffset? EndsAt { get; set; }
}

internal sealed class ParticipantBlockTable : IEntityTypeConfiguration<ParticipantBlock>
{
    public void Configure(EntityTypeBuilder<ParticipantBlock> block)
    {
        block.ToTable("participant_block");
        block.HasKey(b => b.ParticipantId);
        block.HasOne<Crowd.Participant>().WithMany().HasForeignKey(b => b.ParticipantId).OnDelete(DeleteBehavior.Cascade);
    }
}
