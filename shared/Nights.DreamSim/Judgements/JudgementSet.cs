using Nights.DreamSim.Metrics;

namespace Nights.DreamSim.Judgements;

/// <summary>What people said about pictures, and how a metric is asked the same.</summary>
public abstract class JudgementSet
{
    private const int PairsAtOnce = 128;

    /// <param name="pictures">Files.</param>
    /// <param name="groups">Of each judgement: those of one group share pictures and are drawn together when intervals are made.</param>
    /// <param name="parts">At least one; each of at least one judgement.</param>
    protected JudgementSet(IReadOnlyList<string> pictures, IReadOnlyList<string> groups, IReadOnlyList<JudgedPart> parts)
    {
        if (parts.Count == 0 || parts.Any(part => part.Items.Count == 0)) throw new ArgumentException("A set needs parts of at least 1 judgement.", nameof(parts));
        (Pictures, Groups, Parts) = (pictures, groups, parts);
    }

    /// <summary>The files of the pictures.</summary>
    public IReadOnlyList<string> Pictures { get; }

    /// <summary>The group of each judgement.</summary>
    public IReadOnlyList<string> Groups { get; }

    public IReadOnlyList<JudgedPart> Parts { get; }

    /// <summary>Number of judgements.</summary>
    public int Count => Groups.Count;

    /// <summary>Asks a metric for the distances and says by what it is to be compared with people.</summary>
    /// <param name="pictures">The set's pictures, prepared by the metric.</param>
    /// <param name="progress">Share done, 0 to 1.</param>
    /// <param name="cancel">Stops between two batches.</param>
    public abstract IReadOnlyList<Statistic> Ask(IPreparedPictures pictures, IProgress<double>? progress, CancellationToken cancel);

    /// <summary>Distances of pairs, some at a time.</summary>
    /// <exception cref="InvalidDataException">A distance is not a number: weights or a graph are damaged.</exception>
    protected double[] Distances(IPreparedPictures pictures, IReadOnlyList<PicturePair> pairs, IProgress<double>? progress, CancellationToken cancel)
    {
        var distances = new double[pairs.Count];
        for (var from = 0; from < pairs.Count; from += PairsAtOnce)
        {
            var count = Math.Min(PairsAtOnce, pairs.Count - from);
            pictures.Distances([.. pairs.Skip(from).Take(count)], cancel).CopyTo(distances, from);
            progress?.Report((from + count) / (double)pairs.Count);
        }

        if (Array.FindIndex(distances, double.IsNaN) is var broken and >= 0)
            throw new InvalidDataException(
                $"The distance of {Pictures[pairs[broken].First]} and {Pictures[pairs[broken].Second]} is not a number: the metric's weights or graph are damaged.");
        return distances;
    }
}
