using Nights.DreamSim.Triplets;

namespace Nights.DreamSim.Judgements.Layouts;

/// <summary>Flashed pairs as a table: <c>jnd.csv</c> of our snapshots, or any other whose columns are named.</summary>
public static class JndTable
{
    public const string FileName = "jnd.csv";

    /// <param name="path">The table, or a folder with <c>jnd.csv</c>. Pictures are named from the table's folder.</param>
    /// <param name="columns">What the columns are called.</param>
    /// <param name="splits">Each becomes a part; null for all pairs.</param>
    /// <param name="cancel">Stops reading.</param>
    /// <exception cref="InvalidDataException">No such table, a column missing, a share that is none, a picture missing, or nobody who called a pair the same.</exception>
    public static SamenessVotes Read(string path, JndColumns columns, IReadOnlyList<string>? splits, CancellationToken cancel)
    {
        var file = Directory.Exists(path) ? Path.Combine(path, FileName) : path;
        if (!File.Exists(file)) throw new InvalidDataException($"There is no table {file}.");

        var table = CsvTable.Read(file, [columns.First, columns.Second, columns.Same, .. splits is null ? Array.Empty<string>() : [columns.Split]]);
        var pictures = new PictureIndex(Path.GetDirectoryName(Path.GetFullPath(file))!, Path.GetFileName(file));
        var (votes, groups, kinds) = (new List<SamenessVote>(), new List<string>(), new List<string>());
        foreach (var row in table.Rows)
        {
            cancel.ThrowIfCancellationRequested();
            var split = splits is null ? JudgedPart.All : row[columns.Split];
            if (splits is not null && !splits.Contains(split)) continue;
            votes.Add(new SamenessVote(pictures.Of(row[columns.First]), pictures.Of(row[columns.Second]), row.Number64(columns.Same, 0, 1)));
            groups.Add(table.Has(columns.Group) ? row[columns.Group] : row[columns.First]);
            kinds.Add(split);
        }

        foreach (var split in splits ?? [JudgedPart.All])
            if (!votes.Where((vote, i) => kinds[i] == split && vote.SameShare > 0).Any())
                throw new InvalidDataException(
                    $"{file} has no pair{(splits is null ? "" : $" of split '{split}'")} that anybody called the same: there is no precision to score.");
        return new SamenessVotes(pictures.Pictures, votes, groups, splits is null ? JudgedPart.By(kinds)
            : [.. splits.Select(split => new JudgedPart(split, [.. Enumerable.Range(0, kinds.Count).Where(item => kinds[item] == split)]))]);
    }
}
