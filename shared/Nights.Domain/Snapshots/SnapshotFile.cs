namespace Nights.Domain.Snapshots;

/// <summary>One file of a snapshot.</summary>
/// <param name="Path">Below the snapshot's root, with forward slashes.</param>
/// <param name="Bytes">Size.</param>
/// <param name="Sha256">64 lower-case hex digits.</param>
public sealed record SnapshotFile(string Path, long Bytes, string Sha256);
