using System.Globalization;
using Nights.Diffusion.Models;
using Nights.Diffusion.Pipelines;
using Nights.Domain.Campaigns;
using Nights.Domain.Voting;
using Nights.DreamSim.Native;
using Nights.DreamSim.Training;
using Nights.Local.Commands;
using Nights.Local.Simulation.People;
using Nights.Local.Simulation.Sight;

namespace Nights.Local.Bench.Loop;

/// <summary>
/// What a model that guides a campaign is worth: at each seed a first campaign is judged to its end and a model learns from it; then one budget of votes is spent on new
/// triplets without guidance and with it, on the same people; and a metric that learns what was kept, the first campaign's included, is scored on held-out paintings.
/// </summary>
internal sealed class LoopBench(Action<string> tell)
{
    /// <param name="Seeds">From 1.</param>
    /// <param name="First">Paintings of the campaign that the guiding model learns from.</param>
    /// <param name="Paintings">Paintings of the campaign that is guided.</param>
    /// <param name="HeldOut">Paintings that the metric is scored on.</param>
    /// <param name="Budget">Votes of the guided campaign.</param>
    /// <param name="Size">Edge of the pictures in pixels.</param>
    /// <param name="Screen">The share of the first campaign's triplets whose variations count as nearly identical.</param>
    /// <param name="Recipe">By which the metrics learn.</param>
    /// <param name="Threads">Of model calls.</param>
    public sealed record Options(int Seeds, int First, int Paintings, int HeldOut, int Budget, int Size, double Screen, string Recipe, int Threads);

    /// <summary>People who judge each held-out triplet.</summary>
    private const int Judges = 9;

    private static readonly HitSpec Hit = new() { TrialsPerPage = 20, TrialsPerHit = 100 };

    public async Task<BenchResult> Run(Options options, DirectoryInfo? output, CancellationToken cancel)
    {
        using var model = ModelFolder.Open(PaintOptions.Directory("procedural"), new RuntimeOptions { Threads = options.Threads });
        var painter = new Painter(model);
        var rows = new List<LoopRow>();
        for (var seed = 1; seed <= options.Seeds; seed++)
        {
            var folder = Directory.CreateTempSubdirectory("nights-loop-").FullName;
            try
            {
                await foreach (var row in OneSeed(painter, options, seed, folder, cancel))
                {
                    rows.Add(row);
                    tell(LoopTable.Line(row));
                }
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }

        var result = LoopTable.Result(options, rows);
        if (output is not null)
        {
            output.Create();
            await File.WriteAllTextAsync(Path.Combine(output.FullName, "loop-tables.md"), LoopTable.Markdown(options, rows), cancel);
            await File.WriteAllTextAsync(Path.Combine(output.FullName, "loop.csv"), LoopTable.Csv(rows), cancel);
        }

        return result;
    }

    private async IAsyncEnumerable<LoopRow> OneSeed(
        Painter painter, Options options, int seed, string folder, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        var world = LoopWorld.Paint(painter, options.First + options.Paintings + options.HeldOut, options.Size, seed, folder, cancel);
        var first = world.Triplets.Where(triplet => triplet.Painting < options.First).ToList();
        var asked = world.Triplets.Where(triplet => triplet.Painting >= options.First && triplet.Painting < options.First + options.Paintings).ToList();
        var held = world.Triplets.Where(triplet => triplet.Painting >= options.First + options.Paintings).Select(triplet => (triplet, Share(world, triplet, seed))).ToList();
        var clear = held.FindAll(one => one.Item2 is 0 or 1);
        tell($"seed {seed}: {world.Files.Count} pictures painted, {clear.Count} of {held.Count} held-out triplets are clear");

        // The first campaign, and what a trainer would register: two thirds are learnt from, the rest calibrates the scale.
        var config = Recipes.Named(options.Recipe) with { Seed = seed };
        var compute = new ComputeOptions { Device = "cpu", Threads = options.Threads };
        var start = new LoopCampaign(world, new VoteSpec(), Hit, 10 * seed).Run(first, LoopArm.All[0], null, null, null, 0);
        var (learnt, apart) = (start.Accepted.Where(one => one.Triplet.Painting % 3 != 0).ToList(), start.Accepted.Where(one => one.Triplet.Painting % 3 == 0).ToList());
        using var guide = await LoopMetric.Learn(config, world, folder, learnt, compute, cancel);
        var scale = guide.Scale(apart, cancel);
        var screen = guide.See(first, cancel).Select(own => own.Apart).Order().ElementAt((int)(options.Screen * first.Count));
        var seen = asked.Zip(guide.See(asked, cancel)).ToDictionary(pair => pair.First, pair => (pair.Second, scale));
        tell(string.Create(CultureInfo.InvariantCulture,
            $"seed {seed}: the guide learnt {learnt.Count} triplets, {guide.Agreement(clear, cancel):F3} on the clear held-out ones, scale {scale:F3}; screen {screen:F4}; {start.VotesPerAccepted:F2} votes for each accepted"));

        foreach (var arm in LoopArm.All)
        {
            var outcome = new LoopCampaign(world, new VoteSpec(), Hit, 10 * seed + 1).Run(asked, arm, options.Budget, start.Needs, triplet => seen[triplet], screen);
            using var metric = await LoopMetric.Learn(config, world, folder, [.. start.Accepted, .. outcome.Accepted], compute, cancel);
            yield return new LoopRow(
                seed, arm.Name, outcome.Votes, outcome.Accepted.Count, outcome.VotesPerAccepted, outcome.Decided, outcome.Screened,
                outcome.Accepted.Count(one => Common(world, one.Triplet) != one.Label) / (double)Math.Max(1, outcome.Accepted.Count),
                metric.Agreement(clear, cancel), metric.Agreement(held, cancel));
        }
    }

    /// <summary>The share of nine careful people, whom nobody else meets, who choose B.</summary>
    private static double Share(LoopWorld world, LoopTriplet triplet, int seed) => Enumerable.Range(0, Judges).Count(number =>
        !new Mind(ParticipantKind.Good, -seed, number).Judge(world.Seen[triplet.Reference], world.Seen[triplet.A], world.Seen[triplet.B]).Left) / (double)Judges;

    /// <summary>What most people choose.</summary>
    private static Variation Common(LoopWorld world, LoopTriplet triplet) =>
        PerceptualOracle.ChooseFirst(Taste.Common, world.Seen[triplet.Reference], world.Seen[triplet.A], world.Seen[triplet.B]) >= 0.5 ? Variation.A : Variation.B;
}
