using System.CommandLine;
using Nights.DreamSim.Checkpoints;
using Nights.DreamSim.Export;

namespace Nights.Local.Commands;

/// <summary><c>nights export --model DIR --format onnx|safetensors|peft --out PATH</c>: hands a model to other programs.</summary>
internal static class ExportCommand
{
    private static readonly Option<DirectoryInfo> Model = MetricOptions.Model();
    private static readonly Option<string> Format = new("--format")
    {
        Description = "onnx: the whole metric as a graph; safetensors: all weights in one file, adapter merged; peft: the adapter, as the reference loads it.",
        Required = true,
    };
    private static readonly Option<string> Out = new("--out") { Description = "The file to write; for peft a folder.", HelpName = "PATH", Required = true };
    private static readonly Option<string> Size = new("--size") { Description = "Of the graph's pictures in pixels, e.g. 320x192; by default the model's input size.", HelpName = "WIDTHxHEIGHT" };
    private static readonly Option<bool> Json = CommonOptions.Json();

    public static Command Create()
    {
        Format.AcceptOnlyFromAmong("onnx", "safetensors", "peft");
        var command = new Command("export", "Hand the metric to other programs.") { Model, Format, Out, Size, Json };
        command.SetAction((parsed, cancel) => Task.Run(() => Run(parsed), cancel));
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var (format, path) = (parsed.GetRequiredValue(Format), Path.GetFullPath(parsed.GetRequiredValue(Out)));
        var (width, height) = Pixels(parsed.GetValue(Size));
        if (width > 0 && format != "onnx") throw new CommandFailedException($"--size belongs to a graph; {format} has none.");
        if (format == "peft" ? File.Exists(path) : File.Exists(path) || Directory.Exists(path)) throw new CommandFailedException($"{path} is there already: give another --out, or remove it.");

        using var model = ModelFolder.Load(parsed.GetRequiredValue(Model).FullName);
        if (format == "onnx") ModelExport.Onnx(model, path, height, width);
        else if (format == "safetensors") ModelExport.Safetensors(model, path);
        else ModelExport.Adapter(model, path);

        var bytes = File.Exists(path) ? new FileInfo(path).Length : new DirectoryInfo(path).EnumerateFiles().Sum(file => file.Length);
        if (parsed.GetValue(Json)) Terminal.Write(new { format, path, bytes });
        else Terminal.Line($"Wrote {path}, {bytes / 1e6:F1} MB.");
        return 0;
    }

    private static (int Width, int Height) Pixels(string? size)
    {
        if (size is null) return (0, 0);
        return size.Split('x') is [var w, var h] && int.TryParse(w, out var width) && int.TryParse(h, out var height) && width is > 0 and <= 4096 && height is > 0 and <= 4096
            ? (width, height)
            : throw new CommandFailedException($"--size is '{size}'; WIDTHxHEIGHT in pixels is required, e.g. 320x192, 4096 at most.");
    }
}
