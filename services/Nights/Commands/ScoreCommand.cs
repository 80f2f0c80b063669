using System.CommandLine;
using Nights.DreamSim.Checkpoints;
using Nights.DreamSim.Metrics;
using Nights.DreamSim.Native;
using Nights.Local.Commands.Pictures;

namespace Nights.Local.Commands;

/// <summary>
/// <c>nights score A.png B.png [C.png FOLDER ..]</c>: how far the others are from the first, closest first. <c>nights score FOLDER OTHER</c>: how far each
/// picture of a folder is from the one of the same name in the other.
/// </summary>
internal static class ScoreCommand
{
    private static readonly Argument<string[]> Pictures = new("PICTURES")
    {
        Description = "A picture (PNG, JPEG, WebP, BMP) and others, or folders of them, to compare with it; or two folders, whose pictures of the same name are compared.",
        Arity = new ArgumentArity(2, 100_000),
    };
    private static readonly Option<DirectoryInfo> Model = MetricOptions.Model();
    private static readonly Option<string> Device = MetricOptions.Device();
    private static readonly Option<int> Threads = MetricOptions.Threads();
    private static readonly Option<Precision> Arithmetic = MetricOptions.Arithmetic();
    private static readonly Option<bool> Json = CommonOptions.Json();

    public static Command Create()
    {
        var command = new Command("score", "Tell how similar pictures are: 0 is the same, 2 the opposite.") { Pictures, Model, Device, Threads, Arithmetic, Json };
        command.SetAction((parsed, cancel) => Task.Run(() => Run(parsed, cancel), cancel));
        return command;
    }

    private static async Task<int> Run(ParseResult parsed, CancellationToken cancel)
    {
        var (given, json) = (parsed.GetRequiredValue(Pictures), parsed.GetValue(Json));
        var byName = Directory.Exists(given[0]);
        if (byName && (given.Length > 2 || File.Exists(given[1])))
            throw new CommandFailedException($"{given[0]} is a folder: give one other folder, whose pictures of the same names are compared with its own, or begin with one picture.");

        var pairs = byName
            ? FolderPairs.Of(given[0], given[1])
            : [.. PictureArgument.Files(given[..1]).SelectMany(first => PictureArgument.Files(given[1..]).Select(other => (other, first, other)))];
        var compute = MetricOptions.Compute(parsed.GetValue(Device)!, parsed.GetValue(Threads), parsed.GetValue(Arithmetic));
        var device = compute.Open();
        using var model = ModelFolder.Load(parsed.GetRequiredValue(Model).FullName).To(device);

        // Without a terminal the distances stand alone, for a script to read.
        var found = await Progress.Show($"Scoring {pairs.Count} pairs", json || !Terminal.IsInteractive, progress => Task.FromResult(
            model.Scores([.. pairs.Select(pair => (pair.Reference, pair.Other))], compute.Precision, progress, cancel)));
        var scored = pairs.Select((pair, i) => (pair.Name, found[i].Distance, found[i].Similarity)).ToList();
        if (!byName) scored = [.. scored.OrderBy(score => score.Distance)];
        var mean = scored.Average(score => score.Distance);

        if (json && byName) Terminal.Write(new { reference = given[0], other = given[1], mean, distances = scored.Select(Told) });
        else if (json) Terminal.Write(new { reference = given[0], distances = scored.Select(Told) });
        else if (scored is [var only] && !byName) Terminal.Line($"{only.Distance:F6}");
        else foreach (var (picture, distance, _) in scored) Terminal.Line($"{distance:F6}  {picture}");
        if (byName && !json) Terminal.Line($"{mean:F6}  mean of {scored.Count} pairs");
        return 0;
    }

    private static object Told((string Picture, double Distance, double? Similarity) score) =>
        score.Similarity is { } similarity ? new { score.Picture, score.Distance, similarity } : new { score.Picture, score.Distance };
}
