using Nights.Domain.Snapshots;

namespace Nights.Datasets.Writing;

/// <summary>A snapshot that is in place.</summary>
/// <param name="Manifest">What it holds.</param>
/// <param name="ManifestSha256">SHA-256 of manifest.json, 64 lower-case hex digits: the dataset's identity.</param>
public sealed record WrittenSnapshot(SnapshotManifest Manifest, string ManifestSha256);
