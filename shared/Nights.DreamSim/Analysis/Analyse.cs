using Nights.DreamSim.Evaluation;
using Nights.DreamSim.Judgements;
using Nights.DreamSim.Judgements.Layouts;
using Nights.DreamSim.Metrics;
using Nights.DreamSim.Native;

namespace Nights.DreamSim.Analysis;

/// <summary>Takes a metric's agreement with people apart.</summary>
public static class Analyse
{
    /// <param name="model">On the device where it shall run; not changed.</param>
    /// <param name="folder">A snapshot: <c>data.csv</c>, its pictures, and <c>jnd.csv</c> where pairs were flashed.</param>
    /// <param name="options">What of it.</param>
    /// <param name="precision">In which numbers the backbones compute.</param>
    /// <param name="progress">Share done, 0 to 1.</param>
    /// <param name="cancel">Stops between two batches.</param>
    /// <exception cref="InvalidDataException">The snapshot cannot be read, a split is empty, or a picture is damaged.</exception>
    public static MetricAnalysis Run(
        PerceptualModel model, string folder, AnalysisOptions options, Precision precision, IProgress<double>? progress, CancellationToken cancel)
    {
        var triplets = JudgedTriplets.Read(folder, options.Splits, options.MinVotes, cancel);
        var all = new ForcedChoices(triplets.Choices.Pictures, triplets.Choices.Choices, triplets.Choices.Groups, [triplets.Choices.Parts[0]]);
        using var whole = new ModelMetric("whole", model, precision, owned: false);
        using var once = new PreparedOnce(whole);

        IReadOnlyList<AssessedPart> parts = [.. Assess.Run([once], triplets.Choices, options.Draws, options.Seed, null, cancel).Parts.Select(WidenedIntervals.Of)];
        progress?.Report(0.2);
        var ablations = Compare([.. Ablation.All.Select(ablation => new ModelMetric(ablation.Name, model, precision, owned: false, ablation.Apply))]);
        progress?.Report(0.7);
        var backbones = Taken(model, precision) is { Count: > 0 } taken ? Compare(taken) : null;
        progress?.Report(0.9);
        var (distances, scores) = Distances(once, all, cancel);
        var sameness = Sameness(whole, folder, cancel);
        progress?.Report(1);

        return new MetricAnalysis
        {
            Splits = options.Splits,
            Pictures = all.Pictures.Count,
            Whole = parts[0],
            Breakdowns = Breakdowns(triplets, parts),
            Ablations = ablations,
            AblationMeanings = [.. Ablation.All.Select(ablation => ablation.Meaning)],
            Backbones = backbones,
            Gaps = ErrorRates.OfGaps([.. distances.Select(d => Math.Abs(d.Left - d.Right))], scores),
            Sameness = sameness,
            EqualError = sameness is null ? null : ErrorRates.EqualError(sameness),
            Disagreements = Disagreement.Worst(triplets.Rows.Select((_, i) => Judged(triplets, i, distances[i])), options.Gallery),
            Draws = options.Draws,
            Seed = options.Seed,
        };

        AssessedPart Compare(IReadOnlyList<IPictureMetric> others)
        {
            try
            {
                return WidenedIntervals.Of(Assess.Run([once, .. others], all, options.Draws, options.Seed, null, cancel).Parts[0]);
            }
            finally
            {
                foreach (var other in others) other.Dispose();
            }
        }
    }

    private static List<IPictureMetric> Taken(PerceptualModel model, Precision precision)
    {
        var cuts = PartOfModel.Cuts(model.Options);
        if (cuts.Count == 0) return [];
        using var merged = model.Merged();
        return [.. cuts.Select(cut => new ModelMetric(cut.Name, PartOfModel.Of(merged, cut.Backbones).To(model.Device), precision))];
    }

    private static List<Breakdown> Breakdowns(JudgedTriplets triplets, IReadOnlyList<AssessedPart> parts)
    {
        var rest = parts.Skip(1);
        var breakdowns = new List<Breakdown>();
        foreach (var (property, of) in triplets.Properties)
        {
            breakdowns.Add(new Breakdown(property, [.. rest.Take(of.Count)]));
            rest = rest.Skip(of.Count);
        }

        return breakdowns;
    }

    private static ((double Left, double Right)[] Distances, double[] Scores) Distances(PreparedOnce metric, ForcedChoices set, CancellationToken cancel)
    {
        using var pictures = metric.Prepare(set.Pictures, null, cancel);
        var flat = pictures.Distances([.. set.Choices.SelectMany(c => new PicturePair[] { new(c.Reference, c.Left), new(c.Reference, c.Right) })], cancel);
        (double Left, double Right)[] distances = [.. set.Choices.Select((_, i) => (flat[2 * i], flat[2 * i + 1]))];
        return (distances, [.. set.Choices.Select((choice, i) => TwoAfc.Score(distances[i].Left, distances[i].Right, choice.RightShare))]);
    }

    /// <summary>Of all flashed pairs of the snapshot, whichever split they are of.</summary>
    private static IReadOnlyList<SamenessThreshold>? Sameness(ModelMetric metric, string folder, CancellationToken cancel)
    {
        if (!File.Exists(Path.Combine(folder, JndTable.FileName))) return null;
        var set = JndTable.Read(folder, new JndColumns(), null, cancel);
        using var pictures = metric.Prepare(set.Pictures, null, cancel);
        return ErrorRates.OfSameness(
            pictures.Distances([.. set.Votes.Select(vote => new PicturePair(vote.First, vote.Second))], cancel), [.. set.Votes.Select(vote => vote.SameShare)]);
    }

    private static Disagreement Judged(JudgedTriplets triplets, int item, (double Left, double Right) distances)
    {
        var (row, choice, pictures) = (triplets.Rows[item], triplets.Choices.Choices[item], triplets.Choices.Pictures);
        return new Disagreement
        {
            Id = row.Id,
            About = string.Join(", ", new[] { row.Category, row.Level.Length > 0 ? row.Level : row.Dimension, row.Round.Length > 0 ? $"round {row.Round}" : "" }
                .Where(text => text.Length > 0)),
            Reference = pictures[choice.Reference],
            Left = pictures[choice.Left],
            Right = pictures[choice.Right],
            Votes = row.Votes,
            RightShare = choice.RightShare,
            LeftDistance = distances.Left,
            RightDistance = distances.Right,
        };
    }
}
