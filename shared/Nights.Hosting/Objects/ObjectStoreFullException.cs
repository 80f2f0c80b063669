namespace Nights.Hosting.Objects;

/// <summary>The store has no room left. Nothing of the object was kept.</summary>
public sealed class ObjectStoreFullException(string place, string key, long bytes, Exception cause)
    : IOException($"The object store '{place}' is full: '{key}' with {bytes} bytes was not stored. Free space there, or choose another place with Objects:Folder.", cause)
{
    public string Key { get; } = key;
}
