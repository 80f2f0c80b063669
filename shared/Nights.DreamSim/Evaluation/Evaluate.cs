using Nights.DreamSim.Native;
using Nights.DreamSim.Triplets;
using static TorchSharp.torch;

namespace Nights.DreamSim.Evaluation;

/// <summary>Scores a model on one split of a snapshot, beside its frozen start and PSNR.</summary>
public static class Evaluate
{
    private const int BatchPictures = 64;

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
        var set = data.Read(split, minVotes, cancel);
        using var pictures = PictureTable.Load(set.Pictures, tuned.Options, cancel);

        var byTuned = Scores(tuned.To(device), compute.Precision, set, pictures, cancel);
        var byFrozen = frozen is null ? null : Scores(frozen.To(device), compute.Precision, set, pictures, cancel);
        var byPsnr = PsnrScores(set, pictures);
        var (low, high) = byFrozen is null ? default : Interval(byFrozen);
        var (psnrLow, psnrHigh) = Interval(byPsnr);
        return new TwoAfcReport
        {
            Split = split,
            Triplets = set.Triplets.Count,
            Groups = set.Groups.Count,
            Tuned = byTuned.Average(),
            Frozen = byFrozen?.Average(),
            Psnr = byPsnr.Average(),
            Gain95 = byFrozen is null ? null : [low, high],
            OverPsnr95 = [psnrLow, psnrHigh],
            Draws = draws,
            Seed = seed,
        };

        (double Low, double High) Interval(double[] other)
        {
            var groups = set.Triplets.Select((triplet, i) => (triplet.Group, Difference: byTuned[i] - other[i]))
                .GroupBy(t => t.Group, StringComparer.Ordinal).Select(group => (group.Sum(t => t.Difference), group.Count())).ToList();
            return PairedBootstrap.Interval(groups, draws, seed);
        }
    }

    private static double[] Scores(PerceptualModel exact, Precision precision, TripletSet set, PictureTable pictures, CancellationToken cancel)
    {
        using var scope = NewDisposeScope();
        using var rounded = precision == Precision.BFloat16 ? exact.Rounded() : null;
        var model = rounded ?? exact;
        using var gradients = inference_mode(true);
        model.Train(false);
        var embeddings = cat(
            [.. Enumerable.Range(0, pictures.Count).Chunk(BatchPictures).Select(batch =>
            {
                cancel.ThrowIfCancellationRequested();
                using var inner = NewDisposeScope();
                return model.Embed(pictures.Batch(batch, model.Device)).cpu().MoveToOuterDisposeScope();
            })],
            0);

        Tensor Of(Func<Triplet, int> picture) => embeddings.index_select(0, tensor(set.Triplets.Select(triplet => (long)picture(triplet)).ToArray()));
        var reference = Of(triplet => triplet.Reference);
        var left = PerceptualModel.Distance(reference, Of(triplet => triplet.Left)).data<float>().ToArray();
        var right = PerceptualModel.Distance(reference, Of(triplet => triplet.Right)).data<float>().ToArray();
        return [.. set.Triplets.Select((triplet, i) => TwoAfc.Score(left[i], right[i], triplet.RightShare))];
    }

    /// <summary>PSNR orders pictures as the mean squared difference does, the other way round.</summary>
    private static double[] PsnrScores(TripletSet set, PictureTable pictures)
    {
        using var gradients = no_grad();
        return [.. set.Triplets.Select(triplet =>
        {
            using var scope = NewDisposeScope();
            var three = pictures.Batch([triplet.Reference, triplet.Left, triplet.Right], CPU);
            var errors = (three.narrow(0, 1, 2) - three.narrow(0, 0, 1)).pow(2).mean([1, 2, 3]).data<float>().ToArray();
            return TwoAfc.Score(errors[0], errors[1], triplet.RightShare);
        })];
    }
}
