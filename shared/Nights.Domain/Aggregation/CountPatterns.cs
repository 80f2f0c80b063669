namespace Nights.Domain.Aggregation;

/// <summary>
/// Items grouped by how many votes each label has on them: all that alpha and kappa depend on. Two-vote rounds have three patterns, however many the items.
/// In the order of their counts, so that no order of votes or items changes a digit.
/// </summary>
internal sealed class CountPatterns
{
    private CountPatterns(int[][] counts, int[] items) => (Counts, Items) = (counts, items);

    /// <summary>Patterns × labels: votes for each label.</summary>
    public int[][] Counts { get; }

    /// <summary>How many items have each pattern.</summary>
    public int[] Items { get; }

    /// <param name="wanted">Of items with so many votes.</param>
    public static CountPatterns Of(Judgements judgements, Func<int, bool> wanted, CancellationToken cancel)
    {
        // A pattern is found label by label, so that a wide one needs no key of its own for each item.
        var next = new Dictionary<(int Before, int Count), int>();
        var (found, row) = (new List<(int[] Counts, int Items)>(), new int[judgements.Labels]);
        var at = new Dictionary<int, int>();
        var start = judgements.ItemStart;
        var label = judgements.LabelOf;
        for (var item = 0; item < judgements.Items; item++)
        {
            if ((item & 0xFFFF) is 0) cancel.ThrowIfCancellationRequested();
            if (!wanted(judgements.VotesOn(item))) continue;
            Array.Clear(row);
            for (var vote = start[item]; vote < start[item + 1]; vote++) row[label[vote]]++;
            var node = 0;
            foreach (var count in row)
            {
                if (!next.TryGetValue((node, count), out var deeper)) next[(node, count)] = deeper = next.Count + 1;
                node = deeper;
            }

            if (!at.TryGetValue(node, out var place))
            {
                at[node] = place = found.Count;
                found.Add(([.. row], 0));
            }

            found[place] = (found[place].Counts, found[place].Items + 1);
        }

        found.Sort((one, other) => one.Counts.AsSpan().SequenceCompareTo(other.Counts));
        return new CountPatterns([.. found.Select(pattern => pattern.Counts)], [.. found.Select(pattern => pattern.Items)]);
    }
}
