namespace Nights.DreamSim.Judgements.Layouts;

/// <summary>A folder of folders of pictures, each named after what its pictures show.</summary>
public static class RetrievalLayout
{
    private const int MostPictures = 20_000;

    /// <exception cref="InvalidDataException">Fewer than two labels or pictures, or more pictures than can be compared each with each.</exception>
    public static LabelledPictures Read(string folder)
    {
        if (!Directory.Exists(folder)) throw new InvalidDataException($"There is no data folder {folder}.");
        var found = Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal)
            .SelectMany(label => PictureNames.Files(label).Select(file => (File: file, Label: Path.GetFileName(label)))).ToList();
        if (found.Select(picture => picture.Label).Distinct().Count() < 2)
            throw new InvalidDataException(
                $"{folder} needs at least two folders with pictures, each named after what they show; it has {found.Count} pictures in such folders.");
        if (found.Count > MostPictures)
            throw new InvalidDataException($"{folder} has {found.Count} pictures; each is compared with each, so at most {MostPictures} are possible.");
        return new LabelledPictures([.. found.Select(picture => picture.File)], [.. found.Select(picture => picture.Label)]);
    }
}
