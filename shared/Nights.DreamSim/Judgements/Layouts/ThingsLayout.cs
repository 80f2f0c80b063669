namespace Nights.DreamSim.Judgements.Layouts;

/// <summary>THINGS: <c>things_valset.txt</c>, three names a line, the third the odd one out, and their pictures beside it or in <c>images</c>.</summary>
/// <remarks>Source: Hebart et al. 2020; the file as ssundaram21/dreamsim reads it.</remarks>
public static class ThingsLayout
{
    public const string FileName = "things_valset.txt";

    /// <param name="path">The list, or a folder with <c>things_valset.txt</c>.</param>
    /// <param name="cancel">Stops reading.</param>
    /// <exception cref="InvalidDataException">No list, a line of other than three names, or a picture missing.</exception>
    public static OddOneOuts Read(string path, CancellationToken cancel)
    {
        var file = Directory.Exists(path) ? Path.Combine(path, FileName) : path;
        if (!File.Exists(file)) throw new InvalidDataException($"There is no list {file}.");
        var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        var names = new PictureNames(Directory.Exists(Path.Combine(folder, "images")) ? Path.Combine(folder, "images") : folder);
        var (pictures, index, triples) = (new List<string>(), new Dictionary<string, int>(StringComparer.Ordinal), new List<OddOneOut>());
        foreach (var (line, number) in File.ReadLines(file).Select((line, i) => (line, i + 1)))
        {
            cancel.ThrowIfCancellationRequested();
            switch (line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            {
                case []: break;
                case [var first, var second, var odd]: triples.Add(new OddOneOut(Of(first), Of(second), Of(odd))); break;
                case var tokens: throw new InvalidDataException($"{file}, line {number}: {tokens.Length} names; a triple has three, the odd one last.");
            }
        }

        if (triples.Count == 0) throw new InvalidDataException($"{file} is empty.");
        return new OddOneOuts(pictures, triples, [.. triples.Select((_, i) => $"{i}")], JudgedPart.By([.. triples.Select(_ => JudgedPart.All)]));

        int Of(string name)
        {
            if (index.TryGetValue(name, out var known)) return known;
            pictures.Add(names.OfStem(name));
            return index[name] = pictures.Count - 1;
        }
    }
}
