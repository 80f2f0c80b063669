namespace Nights.Local.Commands.Pictures;

/// <summary>The pictures of two folders, joined where they have one name: the path below the folder, with its ending.</summary>
internal static class FolderPairs
{
    private const int MostNamed = 10;

    /// <summary>One pair for each name, in ordinal order.</summary>
    /// <exception cref="CommandFailedException">A folder has no picture, or a picture has no partner in the other.</exception>
    public static IReadOnlyList<(string Name, string Reference, string Other)> Of(string references, string others)
    {
        var (left, right) = (Names(references), Names(others));
        var alone = left.Keys.Except(right.Keys, StringComparer.Ordinal).Select(name => Path.Combine(references, name))
            .Concat(right.Keys.Except(left.Keys, StringComparer.Ordinal).Select(name => Path.Combine(others, name))).ToList();
        if (alone.Count > 0)
        {
            var named = string.Join(", ", alone.Take(MostNamed)) + (alone.Count > MostNamed ? $" and {alone.Count - MostNamed} more" : "");
            throw new CommandFailedException($"{alone.Count} pictures have no partner of the same name in the other folder: {named}. Add their partners, or take them away.");
        }

        return [.. left.Keys.Order(StringComparer.Ordinal).Select(name => (name, left[name], right[name]))];
    }

    private static Dictionary<string, string> Names(string folder) =>
        PictureArgument.Files([folder]).ToDictionary(file => Path.GetRelativePath(folder, file).Replace(Path.DirectorySeparatorChar, '/'), StringComparer.Ordinal);
}
