namespace Nights.Domain.Snapshots;

/// <summary>Side of a dataset.</summary>
public enum Split
{
    Train = 0,
    Val = 1,
    Test = 2,
}
