namespace Nights.Local.Commands.Pictures;

/// <summary>Pictures as the command line names them: files, or folders with all that is in them.</summary>
internal static class PictureArgument
{
    private static readonly string[] Kinds = [".png", ".jpg", ".jpeg", ".webp", ".bmp"];

    /// <summary>The files, each once: folders give theirs and their subfolders', in ordinal order of their paths.</summary>
    /// <exception cref="CommandFailedException">Something is not there, or a folder has no picture.</exception>
    public static IReadOnlyList<string> Files(IEnumerable<string> given) => [.. given.SelectMany(Of).Distinct(StringComparer.Ordinal)];

    private static string[] Of(string path)
    {
        if (File.Exists(path)) return [path];
        if (!Directory.Exists(path)) throw new CommandFailedException($"There is no picture or folder {path}.");
        var files = Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
            .Where(file => Kinds.Contains(Path.GetExtension(file).ToLowerInvariant())).Order(StringComparer.Ordinal).ToArray();
        return files.Length > 0 ? files : throw new CommandFailedException($"The folder {path} has no picture: none of {string.Join(", ", Kinds)}.");
    }
}
