namespace Nights.Datasets.Writing;

/// <summary>Where a snapshot is written: a folder, or a prefix of the object store.</summary>
public interface ISnapshotSink
{
    /// <summary>
    /// Stores a file for good. Storing the same bytes again is no error, so a build that was cut off can be repeated; other bytes under
    /// the same path must throw. Called from several threads at once.
    /// </summary>
    /// <param name="path">Below the snapshot's root, with forward slashes.</param>
    Task Put(string path, ReadOnlyMemory<byte> content, CancellationToken cancel);
}
