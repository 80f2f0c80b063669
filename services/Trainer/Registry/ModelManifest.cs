namespace Nights.Trainer.Registry;

/// <summary>What a registered model is made of, written last: a model without a manifest does not exist.</summary>
/// <param name="Name">Of the snapshot it learnt from.</param>
/// <param name="Version">The snapshot's, with the end of the run's id and the claim that finished it.</param>
/// <param name="Run">Training run.</param>
/// <param name="SnapshotManifestSha256">The data it learnt from.</param>
/// <param name="Files">By ordinal order of path.</param>
internal sealed record ModelManifest(string Name, string Version, Guid Run, string SnapshotManifestSha256, IReadOnlyList<ModelFile> Files);

/// <param name="Path">Below the model's root, with forward slashes.</param>
/// <param name="Bytes">Size.</param>
/// <param name="Sha256">64 lower-case hex digits.</param>
internal sealed record ModelFile(string Path, long Bytes, string Sha256);
