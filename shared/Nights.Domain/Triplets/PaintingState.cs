namespace Nights.Domain.Triplets;

/// <summary>Planned → Ordered → Painted | Failed. A painting that repeats an earlier one, or failed and is ordered again, is planned anew with the next attempt.</summary>
public enum PaintingState
{
    Planned = 0,
    Ordered = 1,
    Painted = 2,
    Failed = 3,
}
