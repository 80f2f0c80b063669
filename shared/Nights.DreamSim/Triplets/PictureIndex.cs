using System.Security.Cryptography;

namespace Nights.DreamSim.Triplets;

/// <summary>The distinct pictures that a table names, in order of first appearance. Files of equal content count once.</summary>
/// <param name="folder">That the table's paths start from.</param>
/// <param name="table">Name of the table, for messages.</param>
internal sealed class PictureIndex(string folder, string table)
{
    private readonly List<string> pictures = [];
    private readonly Dictionary<string, int> byPath = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> byContent = new(StringComparer.Ordinal);

    public IReadOnlyList<string> Pictures => pictures;

    /// <summary>The index of a picture.</summary>
    /// <exception cref="InvalidDataException">It is missing, or outside of the folder.</exception>
    public int Of(string path)
    {
        if (byPath.TryGetValue(path, out var known)) return known;

        var full = Path.GetFullPath(path, Path.GetFullPath(folder));
        if (!full.StartsWith(Path.GetFullPath(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw new InvalidDataException($"{table} names a picture outside of the snapshot: {path}.");
        if (!File.Exists(full)) throw new InvalidDataException($"The snapshot {folder} lacks the picture {path}.");

        using var file = File.OpenRead(full);
        var content = Convert.ToHexString(SHA256.HashData(file));
        if (!byContent.TryGetValue(content, out var index))
        {
            index = byContent[content] = pictures.Count;
            pictures.Add(full);
        }

        return byPath[path] = index;
    }
}
