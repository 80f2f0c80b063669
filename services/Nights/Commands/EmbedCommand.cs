using System.CommandLine;
using System.Text.Json;
using Nights.DreamSim.Checkpoints;
using Nights.DreamSim.Metrics;
using Nights.DreamSim.Native;
using Nights.Local.Commands.Pictures;
using static TorchSharp.torch;

namespace Nights.Local.Commands;

/// <summary>
/// <c>nights embed PICTURES.. -o F.safetensors</c>: the tensor <c>embeddings</c> (pictures, width), float32, with the files in its order as JSON in the metadata's <c>files</c>.
/// </summary>
internal static class EmbedCommand
{
    private static readonly Argument<string[]> Pictures = new("PICTURES")
    {
        Description = "Pictures (PNG, JPEG, WebP, BMP), and folders with all that is in them.",
        Arity = ArgumentArity.OneOrMore,
    };
    private static readonly Option<DirectoryInfo> Model = MetricOptions.Model();
    private static readonly Option<FileInfo> Output = new("--output", "-o") { Description = "A safetensors file; an older one is replaced.", HelpName = "FILE", Required = true };
    private static readonly Option<string> Device = MetricOptions.Device();
    private static readonly Option<int> Threads = MetricOptions.Threads();
    private static readonly Option<Precision> Arithmetic = MetricOptions.Arithmetic();
    private static readonly Option<bool> Json = CommonOptions.Json();

    public static Command Create()
    {
        var command = new Command("embed", "Write the embeddings of pictures to a file.") { Pictures, Model, Output, Device, Threads, Arithmetic, Json };
        command.SetAction((parsed, cancel) => Task.Run(() => Run(parsed, cancel), cancel));
        return command;
    }

    private static async Task<int> Run(ParseResult parsed, CancellationToken cancel)
    {
        var (files, output) = (PictureArgument.Files(parsed.GetRequiredValue(Pictures)), parsed.GetRequiredValue(Output));
        if (output is { Directory.Exists: false }) throw new CommandFailedException($"There is no folder {output.DirectoryName} for the embeddings.");

        var compute = MetricOptions.Compute(parsed.GetValue(Device)!, parsed.GetValue(Threads), parsed.GetValue(Arithmetic));
        var device = compute.Open();
        using var model = ModelFolder.Load(parsed.GetRequiredValue(Model).FullName).To(device);
        using var embeddings = await Progress.Show(
            $"Embedding {files.Count} pictures", parsed.GetValue(Json),
            progress => Task.FromResult(model.Embeddings(files, compute.Precision, progress, cancel)));
        Safetensors.Write(
            output.FullName, new Dictionary<string, Tensor> { ["embeddings"] = embeddings }, new Dictionary<string, string> { ["files"] = JsonSerializer.Serialize(files) });

        var (pictures, width) = (files.Count, embeddings.shape[1]);
        if (parsed.GetValue(Json)) Terminal.Write(new { output = output.ToString(), pictures, width });
        else Terminal.Line($"{pictures} embeddings of {width} numbers are in {output}.");
        return 0;
    }
}
