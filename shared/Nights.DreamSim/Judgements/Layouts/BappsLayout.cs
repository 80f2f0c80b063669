namespace Nights.DreamSim.Judgements.Layouts;

/// <summary>
/// BAPPS: a folder for each kind of distortion; in it <c>ref</c>, <c>p0</c>, <c>p1</c> and <c>judge</c> (2AFC), or <c>p0</c>, <c>p1</c> and <c>same</c> (JND),
/// whose files share their names up to the first dot. A judgement is a <c>.npy</c> file of one number: the share of people who preferred p1, or who called the
/// two the same.
/// </summary>
/// <remarks>
/// Source: Zhang et al. 2018, arXiv:1801.03924; richzhang/PerceptualSimilarity. The set is scored over all judgements, not over means of kinds, as DreamSim does.
/// </remarks>
public static class BappsLayout
{
    private static readonly string[] Roots = ["", "val", "2afc/val", "dataset/2afc/val", "jnd/val", "dataset/jnd/val"];

    /// <summary>Which patch is closer to the reference.</summary>
    /// <param name="folder">The folder of kinds, or one above it (<c>2afc/val</c>).</param>
    /// <param name="cancel">Stops reading.</param>
    /// <exception cref="InvalidDataException">Nothing of this layout is there, or a file is missing or no share.</exception>
    public static ForcedChoices Read2afc(string folder, CancellationToken cancel)
    {
        var (pictures, choices, kinds) = (new List<string>(), new List<ForcedChoice>(), new List<string>());
        foreach (var (kind, judgement, share) in Judgements(folder, "judge", cancel))
        {
            int Of(string role) => Add(pictures, kind.Picture(role, judgement));
            choices.Add(new ForcedChoice(Of("ref"), Of("p0"), Of("p1"), share));
            kinds.Add(kind.Name);
        }

        return new ForcedChoices(pictures, choices, [.. kinds.Select((kind, i) => $"{kind}/{i}")], JudgedPart.By(kinds));
    }

    /// <summary>Whether two patches look the same.</summary>
    /// <param name="folder">The folder of kinds, or one above it (<c>jnd/val</c>).</param>
    /// <param name="cancel">Stops reading.</param>
    /// <exception cref="InvalidDataException">Nothing of this layout is there, or a file is missing or no share.</exception>
    public static SamenessVotes ReadJnd(string folder, CancellationToken cancel)
    {
        var (pictures, votes, kinds) = (new List<string>(), new List<SamenessVote>(), new List<string>());
        foreach (var (kind, judgement, share) in Judgements(folder, "same", cancel))
        {
            votes.Add(new SamenessVote(Add(pictures, kind.Picture("p0", judgement)), Add(pictures, kind.Picture("p1", judgement)), share));
            kinds.Add(kind.Name);
        }

        if (votes.All(vote => vote.SameShare == 0)) throw new InvalidDataException($"Nobody called any pair of {folder} the same: there is no precision to score.");
        return new SamenessVotes(pictures, votes, [.. kinds.Select((kind, i) => $"{kind}/{i}")], JudgedPart.By(kinds));
    }

    private static int Add(List<string> pictures, string file)
    {
        pictures.Add(file);
        return pictures.Count - 1;
    }

    private static IEnumerable<(Kind Kind, string Stem, double Share)> Judgements(string folder, string judged, CancellationToken cancel)
    {
        if (!Directory.Exists(folder)) throw new InvalidDataException($"There is no data folder {folder}.");
        var kinds = Roots.Select(root => Path.Combine(folder, root)).Where(Directory.Exists).Select(root => Kinds(root, judged)).FirstOrDefault(found => found.Length > 0)
            ?? throw new InvalidDataException(
                $"{folder} is not laid out as BAPPS: neither it nor {string.Join(", ", Roots[1..])} in it has folders with a folder '{judged}'.");
        var any = false;
        foreach (var kind in kinds.Select(path => new Kind(path)))
        {
            foreach (var file in Directory.EnumerateFiles(Path.Combine(kind.Folder, judged), "*.npy").Order(StringComparer.Ordinal))
            {
                cancel.ThrowIfCancellationRequested();
                var share = NpyFile.ReadOne(file);
                if (share is not (>= 0 and <= 1)) throw new InvalidDataException($"{file} says {share}; a share of people is 0 to 1.");
                any = true;
                yield return (kind, PictureNames.Stem(file), share);
            }
        }

        if (!any) throw new InvalidDataException($"{folder} has no judgements: the folders '{judged}' hold no .npy file.");
    }

    private static string[] Kinds(string root, string judged) => Directory.Exists(Path.Combine(root, judged))
        ? [root]
        : [.. Directory.EnumerateDirectories(root).Where(kind => Directory.Exists(Path.Combine(kind, judged))).Order(StringComparer.Ordinal)];

    private sealed class Kind(string folder)
    {
        private readonly Dictionary<string, PictureNames> pictures = [];

        public string Folder => folder;

        public string Name => Path.GetFileName(Path.TrimEndingDirectorySeparator(folder));

        public string Picture(string role, string stem)
        {
            if (!pictures.TryGetValue(role, out var names)) names = pictures[role] = new PictureNames(Path.Combine(folder, role));
            return names.OfStem(stem);
        }
    }
}
