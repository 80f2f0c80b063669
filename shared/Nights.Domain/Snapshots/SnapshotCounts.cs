namespace Nights.Domain.Snapshots;

/// <summary>What is in a snapshot: accepted triplets, by side, their generation groups and the votes behind them.</summary>
public sealed record SnapshotCounts(int Triplets, int Train, int Val, int Test, int Groups, long Votes);
