namespace Nights.DreamSim.Judgements.Layouts;

/// <summary>The pictures of one folder, by their names as tables write them: in whatever case, with or without an ending.</summary>
internal sealed class PictureNames
{
    private static readonly string[] Endings = [".png", ".jpg", ".jpeg", ".webp", ".bmp"];
    private readonly string folder;
    private readonly Dictionary<string, string> byName = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> byStem = new(StringComparer.OrdinalIgnoreCase);

    public PictureNames(string folder)
    {
        this.folder = folder;
        if (!Directory.Exists(folder)) throw new InvalidDataException($"There is no picture folder {folder}.");
        foreach (var file in Files(folder))
        {
            byName[Path.GetFileName(file)] = file;
            byStem.TryAdd(Stem(file), file);
        }
    }

    /// <summary>Whether a file is a picture, by its ending.</summary>
    public static bool IsPicture(string file) => Endings.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase);

    /// <summary>The pictures of a folder in order of name.</summary>
    public static IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(folder).Where(IsPicture).Order(StringComparer.Ordinal);

    /// <summary>A file's name up to its first dot.</summary>
    public static string Stem(string file) => Path.GetFileName(file).Split('.')[0];

    /// <summary>The picture of this file name.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public string Named(string name) => byName.TryGetValue(name, out var file) ? file : throw new InvalidDataException($"The folder {folder} lacks the picture {name}.");

    /// <summary>The picture of this name without an ending.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public string OfStem(string stem) =>
        byStem.TryGetValue(stem, out var file) ? file : throw new InvalidDataException($"The folder {folder} lacks a picture {stem} ({string.Join(", ", Endings)}).");
}
