namespace Nights.Trainer.Runs;

/// <summary>A run that this process holds, as long as its heartbeats arrive.</summary>
/// <param name="Id">Of the run.</param>
/// <param name="Fence">Guards every write: a later claim has a higher one.</param>
/// <param name="Attempts">Claims so far, this one included.</param>
/// <param name="Config">Training configuration as JSON.</param>
/// <param name="SnapshotName">What to train on.</param>
/// <param name="SnapshotVersion">What to train on.</param>
/// <param name="ManifestSha256">SHA-256 of the snapshot's manifest.</param>
internal sealed record ClaimedRun(
    Guid Id, long Fence, int Attempts, string Config, string SnapshotName, string SnapshotVersion, string ManifestSha256);
