using System.Globalization;
using System.Text;
using Nights.Domain.Guidance;
using Nights.Domain.Voting;
using Nights.DreamSim;
using Nights.DreamSim.Evaluation;
using Nights.DreamSim.Metrics;
using Nights.DreamSim.Native;
using Nights.DreamSim.Training;
using Nights.DreamSim.Triplets;

namespace Nights.Local.Bench.Loop;

/// <summary>The metric that learns what a campaign kept, with the demo's recipe or another, and the distances that it finds.</summary>
internal sealed class LoopMetric : IDisposable
{
    private readonly ModelMetric metric;
    private readonly string folder;
    private readonly LoopWorld world;

    private LoopMetric(PerceptualModel model, string folder, LoopWorld world) => (metric, this.folder, this.world) = (new ModelMetric("it", model), folder, world);

    /// <summary>Trains from the recipe's start.</summary>
    /// <param name="config">The recipe, with its seed.</param>
    /// <param name="world">Its folder is the data's.</param>
    /// <param name="folder">Where the world's pictures lie.</param>
    /// <param name="kept">What is learnt from.</param>
    /// <param name="compute">Threads.</param>
    /// <param name="cancel">Stops between two steps.</param>
    public static async Task<LoopMetric> Learn(
        TrainingConfig config, LoopWorld world, string folder, IEnumerable<(LoopTriplet Triplet, Variation Label)> kept, ComputeOptions compute, CancellationToken cancel)
    {
        var table = new StringBuilder("id,left_vote,right_vote,votes,ref_path,left_path,right_path,split,group\n");
        foreach (var (triplet, label) in kept)
        {
            var right = label is Variation.B ? 1 : 0;
            table.Append(CultureInfo.InvariantCulture,
                $"{triplet.Reference},{1 - right},{right},6,{world.Files[triplet.Reference]},{world.Files[triplet.A]},{world.Files[triplet.B]},train,{triplet.Painting}\n");
        }

        await File.WriteAllTextAsync(Path.Combine(folder, TripletFolder.Table), table.ToString(), cancel);
        var checkpoints = Path.Combine(folder, $"checkpoints-{Guid.CreateVersion7():N}");
        var model = await Train.Run(config with { CheckpointEvery = 1_000_000 }, TripletFolder.Open(folder), compute, new FolderCheckpoints(checkpoints), null, cancel);
        return new LoopMetric(model, folder, world);
    }

    /// <summary>What it sees of triplets.</summary>
    public IReadOnlyList<TripletDistances> See(IReadOnlyList<LoopTriplet> triplets, CancellationToken cancel)
    {
        var places = triplets.SelectMany(triplet => new[] { triplet.Reference, triplet.A, triplet.B }).Distinct().Order().ToList();
        var index = places.Select((picture, place) => (picture, place)).ToDictionary(pair => pair.picture, pair => pair.place);
        using var pictures = metric.Prepare([.. places.Select(picture => Path.Combine(folder, world.Files[picture]))], null, cancel);
        var distances = pictures.Distances(
            [.. triplets.SelectMany(triplet => new PicturePair[] { Pair(triplet.Reference, triplet.A), Pair(triplet.Reference, triplet.B), Pair(triplet.A, triplet.B) })], cancel);
        return [.. triplets.Select((_, i) => new TripletDistances(Math.Max(0, distances[3 * i]), Math.Max(0, distances[3 * i + 1]), Math.Max(0, distances[3 * i + 2])))];

        PicturePair Pair(int one, int other) => new(index[one], index[other]);
    }

    /// <summary>The scale under which labels are most likely, as a registered evaluation tells it.</summary>
    public double Scale(IReadOnlyList<(LoopTriplet Triplet, Variation Label)> judged, CancellationToken cancel)
    {
        var seen = See([.. judged.Select(one => one.Triplet)], cancel);
        return ChoiceScale.Of([.. judged.Zip(seen, (one, own) => (own.A - own.B, one.Label is Variation.B ? 1.0 : 0))]);
    }

    /// <summary>2AFC over held-out triplets: the mean share of votes for the picture that it finds nearer.</summary>
    public double Agreement(IReadOnlyList<(LoopTriplet Triplet, double ShareB)> judged, CancellationToken cancel)
    {
        var seen = See([.. judged.Select(one => one.Triplet)], cancel);
        return judged.Zip(seen, (one, own) => TwoAfc.Score(own.A, own.B, one.ShareB)).Average();
    }

    public void Dispose() => metric.Dispose();
}
