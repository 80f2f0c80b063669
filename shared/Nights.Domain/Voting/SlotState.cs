namespace Nights.Domain.Voting;

/// <summary>A slot is one wanted vote. Open → Leased → Voted; an expired lease opens it again.</summary>
public enum SlotState
{
    Open = 0,
    Leased = 1,
    Voted = 2,

    /// <summary>Not wanted any more: the triplet was decided or voided.</summary>
    Cancelled = 3,
}
