using System.CommandLine;
using Nights.DreamSim.Checkpoints;
using Nights.DreamSim.Metrics;
using Nights.DreamSim.Native;
using Nights.Local.Commands.Pictures;

namespace Nights.Local.Commands;

/// <summary><c>nights retrieve QUERIES.. --among PATH ..</c>: the pictures that look most like each query. A query is never found by itself.</summary>
internal static class RetrieveCommand
{
    private static readonly Argument<string[]> Queries = new("QUERIES") { Description = "Pictures, or folders of them, to find others for.", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<string[]> Among = new("--among")
    {
        Description = "Pictures, or folders of them, to search.",
        HelpName = "PATH",
        Required = true,
        AllowMultipleArgumentsPerToken = true,
    };
    private static readonly Option<int> Most = CommonOptions.Number("--most", 5, 1, 10_000, "Pictures to find for each query.");
    private static readonly Option<DirectoryInfo> Model = MetricOptions.Model();
    private static readonly Option<string> Device = MetricOptions.Device();
    private static readonly Option<int> Threads = MetricOptions.Threads();
    private static readonly Option<Precision> Arithmetic = MetricOptions.Arithmetic();
    private static readonly Option<bool> Json = CommonOptions.Json();

    public static Command Create()
    {
        var command = new Command("retrieve", "Find the pictures that look most like others.") { Queries, Among, Most, Model, Device, Threads, Arithmetic, Json };
        command.SetAction((parsed, cancel) => Task.Run(() => Run(parsed, cancel), cancel));
        return command;
    }

    private static async Task<int> Run(ParseResult parsed, CancellationToken cancel)
    {
        var (queries, gallery) = (PictureArgument.Files(parsed.GetRequiredValue(Queries)), PictureArgument.Files(parsed.GetRequiredValue(Among)));
        string[] paths = [.. queries.Concat(gallery).Select(Path.GetFullPath)];
        string[] distinct = [.. paths.Distinct(StringComparer.Ordinal)];      // a picture that is both is embedded once
        var places = distinct.Select((path, place) => (path, place)).ToDictionary(pair => pair.path, pair => (long)pair.place, StringComparer.Ordinal);

        var compute = MetricOptions.Compute(parsed.GetValue(Device)!, parsed.GetValue(Threads), parsed.GetValue(Arithmetic));
        var device = compute.Open();
        using var model = ModelFolder.Load(parsed.GetRequiredValue(Model).FullName).To(device);
        using var embeddings = await Progress.Show(
            $"Embedding {distinct.Length} pictures", parsed.GetValue(Json),
            progress => Task.FromResult(model.Embeddings(distinct, compute.Precision, progress, cancel)));
        using var ofQueries = embeddings[TorchSharp.torch.tensor(paths[..queries.Count].Select(path => places[path]).ToArray())];
        using var ofGallery = embeddings[TorchSharp.torch.tensor(paths[queries.Count..].Select(path => places[path]).ToArray())];
        var found = EmbedFiles.Nearest(ofQueries, ofGallery, parsed.GetValue(Most), (query, picture) => paths[query] == paths[queries.Count + picture]);

        if (parsed.GetValue(Json))
        {
            Terminal.Write(queries.Select((query, q) => new
            {
                query,
                nearest = found[q].Select(near => new { picture = gallery[near.Picture], near.Distance }),
            }));
        }
        else
        {
            Terminal.Table(["query", "nearest", "distance"], queries.SelectMany((query, q) =>
                found[q].Select((near, rank) => (IReadOnlyList<string>)[rank == 0 || !Terminal.Out.Profile.Out.IsTerminal ? query : "", gallery[near.Picture], $"{near.Distance:F6}"])));
        }

        return 0;
    }
}
