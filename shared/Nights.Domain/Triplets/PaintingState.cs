namespace Nights.Domain.Triplets;

/// <summary>Planned → Ordered → Painted | Failed.</summary>
public enum PaintingState
{
    Planned = 0,
    Ordered = 1,
    Painted = 2,
    Failed = 3,
}
