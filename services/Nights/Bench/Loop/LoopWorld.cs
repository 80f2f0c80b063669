using Nights.Diffusion.Pipelines;
using Nights.Domain.Campaigns;
using Nights.Domain.Triplets;
using Nights.Local.Demo;
using Nights.Local.Simulation.Sight;

namespace Nights.Local.Bench.Loop;

/// <summary>One painted triplet of the bench.</summary>
/// <param name="Painting">Its painting.</param>
/// <param name="Reference">Index of a picture.</param>
/// <param name="A">Index of a picture.</param>
/// <param name="B">Index of a picture.</param>
internal sealed record LoopTriplet(int Painting, int Reference, int A, int B);

/// <summary>The paintings of one seed, as the demo would plan them, on disk and as the simulated people see them. Each picture in turn is the reference.</summary>
internal sealed class LoopWorld
{
    private const int BatchSize = 24;

    internal LoopWorld(IReadOnlyList<string> files, IReadOnlyList<SeenPicture> seen, IReadOnlyList<LoopTriplet> triplets) => (Files, Seen, Triplets) = (files, seen, triplets);

    /// <summary>Names of the picture files in the world's folder.</summary>
    public IReadOnlyList<string> Files { get; }

    public IReadOnlyList<SeenPicture> Seen { get; }

    /// <summary>Three a painting, in the order of paintings.</summary>
    public IReadOnlyList<LoopTriplet> Triplets { get; }

    /// <summary>Paints into an empty folder.</summary>
    public static LoopWorld Paint(Painter painter, int paintings, int size, long seed, string folder, CancellationToken cancel)
    {
        var spec = DemoCampaign.Spec(new DemoOptions { Seed = seed, Triplets = DemoCampaign.TripletsPerPainting * paintings, Participants = 1, Folder = folder });
        var plan = PaintingPlan.Of(spec);
        var settings = new PaintSettings { Width = size, Height = size, Steps = spec.Painting.Steps, Guidance = spec.Painting.Guidance };
        var orders = Enumerable.Range(0, paintings).Select(plan.At).SelectMany(planned => planned.Seeds.Select(own => new PictureOrder { Prompt = planned.Prompt, Seed = own })).ToList();
        var (oracle, files, seen) = (new PerceptualOracle(), new List<string>(), new List<SeenPicture>());
        foreach (var batch in orders.Chunk(BatchSize))
        {
            foreach (var painted in painter.Paint([.. batch], settings, null, cancel))
            {
                var (name, bytes) = ($"{files.Count:D6}.png", painted.Image.EncodePng());
                File.WriteAllBytes(Path.Combine(folder, name), bytes);
                files.Add(name);
                seen.Add(oracle.Look(bytes));
            }
        }

        return new LoopWorld(files, seen, [.. Enumerable.Range(0, paintings).SelectMany(painting => Enumerable.Range(0, 3).Select(role => Of(painting, TripletPictures.Of(role))))]);
    }

    private static LoopTriplet Of(int painting, TripletPictures places) =>
        new(painting, 3 * painting + places.Reference, 3 * painting + places.A, 3 * painting + places.B);
}
