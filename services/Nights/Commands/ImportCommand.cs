using System.CommandLine;
using System.Text.Json;
using Nights.DreamSim;
using Nights.DreamSim.Backbones;
using Nights.DreamSim.Import;

namespace Nights.Local.Commands;

/// <summary><c>nights import FILES.. --out DIR</c>: published weights become a model folder.</summary>
internal static class ImportCommand
{
    private static readonly Argument<string[]> Sources = new("FILES")
    {
        Description = "Weights in the order of the backbones (.pth, .pt, .pth.tar, .bin, .safetensors), a folder, or a DreamSim release zip.",
        Arity = new ArgumentArity(1, 100),
    };
    private static readonly Option<DirectoryInfo> Out = new("--out") { Description = "Folder of the model to write.", HelpName = "DIR", Required = true };
    private static readonly Option<string> Family = new("--family") { Description = "Where the backbones come from, if their names do not tell: dino, dinov2, synclr, mae, clip (OpenAI's) or open_clip." };
    private static readonly Option<string> Feature = new("--feature") { Description = "cls, embedding, last_layer or cls_patch; by default embedding for CLIP, cls for others." };
    private static readonly Option<int?> Heads = new("--heads") { Description = "Attention heads, for widths that are not published ones.", HelpName = "N" };
    private static readonly Option<int?> Stride = new("--stride") { Description = "Pixels between patches, where they overlap.", HelpName = "PIXELS" };
    private static readonly Option<int> Size = new("--size") { Description = "Edge of the square input in pixels.", HelpName = "PIXELS", DefaultValueFactory = _ => 224 };
    private static readonly Option<bool> Native = new("--native") { Description = "Take pictures in their own size and aspect in place of the square." };
    private static readonly Option<DirectoryInfo> Adapter = new("--adapter") { Description = "Folder of a PEFT adapter: adapter_config.json and its weights.", HelpName = "DIR" };
    private static readonly Option<bool> Plain = new("--plain") { Description = "Compare by plain cosine; by default embeddings are centred, as in DreamSim's published distances." };
    private static readonly Option<string> Sha256 = new("--sha256") { Description = "Hash that the first file must have. A hash in a file's name (name-1a2b3c4d.pth) is verified anyway.", HelpName = "HEX" };
    private static readonly Option<bool> Json = CommonOptions.Json();

    public static Command Create()
    {
        Family.AcceptOnlyFromAmong("dino", "dinov2", "synclr", "mae", "clip", "open_clip");
        Feature.AcceptOnlyFromAmong("cls", "embedding", "last_layer", "cls_patch");
        var command = new Command("import", "Turn published weights into a model folder. Pickles are read as data: nothing in them is run.")
        {
            Sources, Out, Family, Feature, Heads, Stride, Size, Native, Adapter, Plain, Sha256, Json,
        };
        command.SetAction((parsed, cancel) => Task.Run(() => Run(parsed), cancel));
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var folder = parsed.GetRequiredValue(Out).FullName;
        var report = ModelImport.Run(parsed.GetRequiredValue(Sources), folder, new ImportOptions
        {
            Family = Spelled<BackboneFamily>(parsed.GetValue(Family)),
            Feature = Spelled<Feature>(parsed.GetValue(Feature)),
            Heads = parsed.GetValue(Heads),
            Stride = parsed.GetValue(Stride),
            InputSize = parsed.GetValue(Size),
            Resampling = parsed.GetValue(Native) ? Resampling.None : Resampling.Bicubic,
            Adapter = parsed.GetValue(Adapter)?.FullName,
            Normalise = !parsed.GetValue(Plain),
            Sha256 = parsed.GetValue(Sha256),
        });

        if (parsed.GetValue(Json)) Terminal.Write(new { model = folder, report.Files, report.Backbones, report.Adapter, report.Head });
        else
        {
            foreach (var file in report.Files) Terminal.Line($"{file.Name}: {file.Holds}, SHA-256 {file.Sha256}");
            foreach (var backbone in report.Backbones) Terminal.Line(backbone);
            if (report.Adapter is { } adapter) Terminal.Line($"Adapter: {adapter}");
            if (report.Head is { } hidden) Terminal.Line($"Head: {hidden} wide");
            Terminal.Line($"Wrote {folder}.");
        }

        return 0;
    }

    private static T? Spelled<T>(string? word) where T : struct => word is null ? null : JsonSerializer.Deserialize<T>($"\"{word}\"");
}
