namespace Nights.Generator.Painting;

/// <summary>A picture had all the candidates its order allows, and none may be in a triplet. Painting again would give the same.</summary>
internal sealed class ScreenedOutException(string message, IReadOnlyDictionary<string, int> screened) : Exception(message)
{
    public IReadOnlyDictionary<string, int> Screened { get; } = screened;
}
