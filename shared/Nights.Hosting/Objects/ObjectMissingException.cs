namespace Nights.Hosting.Objects;

/// <summary>The object store has no object under this key.</summary>
public sealed class ObjectMissingException(string key) : Exception($"The object store has no object '{key}'.")
{
    public string Key { get; } = key;
}
