namespace Nights.Hosting.Objects;

/// <summary>
/// The object store: immutable objects under keys of <c>ObjectKeys</c>. A folder on the local host, S3 when distributed.
/// </summary>
public interface IObjects
{
    /// <summary>Stores the object unless the key exists.</summary>
    /// <returns>True when this call stored it; false when the key was there before (its content is left as it is).</returns>
    Task<bool> Put(string key, ReadOnlyMemory<byte> content, string contentType, CancellationToken cancel);

    /// <summary>The same for content too large to hold in memory. The stream must be seekable.</summary>
    Task<bool> Put(string key, Stream content, string contentType, CancellationToken cancel);

    Task<bool> Exists(string key, CancellationToken cancel);

    /// <summary>The whole object.</summary>
    /// <exception cref="ObjectMissingException">No object has this key.</exception>
    Task<byte[]> Get(string key, CancellationToken cancel);

    /// <summary>A stream over the object, to be disposed by the caller.</summary>
    /// <exception cref="ObjectMissingException">No object has this key.</exception>
    Task<Stream> Open(string key, CancellationToken cancel);

    /// <summary>Keys below a prefix, in ordinal order.</summary>
    IAsyncEnumerable<string> List(string prefix, CancellationToken cancel);

    /// <summary>Removes objects: only retention and old checkpoints do that. A missing key is no error.</summary>
    Task Delete(IReadOnlyCollection<string> keys, CancellationToken cancel);
}
