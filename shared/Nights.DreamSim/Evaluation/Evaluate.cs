using Nights.DreamSim.Baselines;
using Nights.DreamSim.Judgements;
using Nights.DreamSim.Metrics;
using Nights.DreamSim.Native;
using Nights.DreamSim.Triplets;
using Nights.Imaging.Measures;

namespace Nights.DreamSim.Evaluation;

/// <summary>Scores a model on one split of a snapshot, beside its frozen start, PSNR and SSIM.</summary>
public static class Evaluate
{
    /// <param name="tuned">The model; moved to the device.</param>
    /// <param name="frozen">The same network before training, or null.</param>
    /// <param name="data">The snapshot.</param>
    /// <param name="split">As in the table.</param>
    /// <param name="minVotes">Triplets with fewer votes are left out.</param>
    /// <param name="compute">Device, threads and precision.</param>
    /// <param name="cancel">Stops between two batches.</param>
    /// <exception cref="InvalidDataException">The split is empty or a picture is damaged.</exception>
    public static TwoAfcReport Run(
        PerceptualModel tuned, PerceptualModel? frozen, TripletFolder data, string split, int minVotes, ComputeOptions compute, CancellationToken cancel)
    {
        const int draws = 4000;
        const long seed = 1;
        var device = compute.Open();
        var triplets = data.Read(split, minVotes, cancel);
        var set = ForcedChoices.Of(triplets);

        double? scale = null;
        var byTuned = Scores(new ModelMetric("tuned", tuned.To(device), compute.Precision, owned: false), pictures => scale = Scale(pictures));
        var byFrozen = frozen is null ? null : Scores(new ModelMetric("frozen", frozen.To(device), compute.Precision, owned: false));
        var sizing = Square(tuned.Options);
        var byPsnr = Scores(PixelMetric.Psnr("PSNR", sizing));
        var bySsim = sizing.Edge < StructuralSimilarity.ShortestEdge ? null : Scores(PixelMetric.Ssim("SSIM", sizing));
        var (low, high) = byFrozen is null ? default : Interval(byFrozen);
        var (psnrLow, psnrHigh) = Interval(byPsnr);
        var (ssimLow, ssimHigh) = bySsim is null ? default : Interval(bySsim);
        return new TwoAfcReport
        {
            Split = split,
            Triplets = set.Count,
            Groups = triplets.Groups.Count,
            Tuned = byTuned.Average(),
            Frozen = byFrozen?.Average(),
            Psnr = byPsnr.Average(),
            Ssim = bySsim?.Average(),
            Gain95 = byFrozen is null ? null : [low, high],
            OverPsnr95 = [psnrLow, psnrHigh],
            OverSsim95 = bySsim is null ? null : [ssimLow, ssimHigh],
            Scale = scale,
            Draws = draws,
            Seed = seed,
        };

        double[] Scores(IPictureMetric metric, Action<IPreparedPictures>? look = null)
        {
            using (metric)
            {
                using var pictures = metric.Prepare(set.Pictures, null, cancel);
                look?.Invoke(pictures);
                var agreement = set.Ask(pictures, null, cancel)[0];
                return [.. Enumerable.Range(0, set.Count).Select(item => agreement.Over([item]))];
            }
        }

        double Scale(IPreparedPictures pictures)
        {
            var distances = pictures.Distances([.. set.Choices.SelectMany(choice => new PicturePair[] { new(choice.Reference, choice.Left), new(choice.Reference, choice.Right) })], cancel);
            return ChoiceScale.Of([.. set.Choices.Select((choice, i) => (distances[2 * i] - distances[2 * i + 1], choice.RightShare))]);
        }

        (double Low, double High) Interval(double[] other)
        {
            var groups = set.Groups.Select((group, i) => (group, Difference: byTuned[i] - other[i]))
                .GroupBy(t => t.group, StringComparer.Ordinal).Select(group => (group.Sum(t => t.Difference), group.Count())).ToList();
            return PairedBootstrap.Interval(groups, draws, seed);
        }
    }

    /// <summary>The model's input; where it takes pictures in their own size, which may differ, a square nevertheless.</summary>
    private static PictureSizing Square(ModelOptions model) => new(model.InputSize, model.Resampling == Resampling.None ? Resampling.Bicubic : model.Resampling);
}
