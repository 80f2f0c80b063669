namespace Nights.Domain.Snapshots;

/// <summary>Building → Ready | Failed. A Ready snapshot never changes.</summary>
public enum SnapshotState
{
    Building = 0,
    Ready = 1,
    Failed = 2,
}
