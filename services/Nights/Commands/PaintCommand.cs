using System.CommandLine;
using Nights.Diffusion.Models;
using Nights.Diffusion.Pipelines;
using Nights.Diffusion.Procedural;
using Nights.Diffusion.Schedulers;
using Spectre.Console;

namespace Nights.Local.Commands;

/// <summary><c>nights paint "PROMPT" -o OUT.png</c>: one picture from one prompt and one seed.</summary>
internal static class PaintCommand
{
    private static readonly Argument<string> Prompt = new("PROMPT") { Description = "What is to be painted, e.g. \"An image of an otter\"." };
    private static readonly Option<FileInfo> Output = new("--output", "-o") { Description = "The PNG file to write.", HelpName = "OUT.png", Required = true };
    private static readonly Option<string> Model = new("--model")
    {
        Description = "Folder of a Stable Diffusion ONNX export, or procedural for the demo model.",
        HelpName = "DIR",
        DefaultValueFactory = _ => ProceduralModel.Name,
    };
    private static readonly Option<long> Seed = new("--seed") { Description = "Seed of the picture's noise, 0 to 4294967295.", DefaultValueFactory = _ => 1 };
    private static readonly Option<string?> Scheduler = new("--scheduler") { Description = $"{string.Join(", ", SchedulerCatalogue.Names)}; the model's own when not given." };
    private static readonly Option<int> Steps = new("--steps") { Description = "Inference steps.", DefaultValueFactory = _ => 20 };
    private static readonly Option<double> Guidance = new("--guidance") { Description = "Classifier-free guidance scale; 1 turns it off.", DefaultValueFactory = _ => 7.5 };
    private static readonly Option<int> Size = new("--size") { Description = "Width and height in pixels.", DefaultValueFactory = _ => 512 };
    private static readonly Option<string> Negative = new("--negative") { Description = "What is not to be in the picture.", DefaultValueFactory = _ => "" };
    private static readonly Option<bool> Json = CommonOptions.Json();

    public static Command Create()
    {
        var command = new Command("paint", "Paint one picture from a prompt.") { Prompt, Output, Model, Seed, Scheduler, Steps, Guidance, Size, Negative, Json };
        command.SetAction((parsed, cancel) => Task.Run(() => Run(parsed, cancel), cancel));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancel)
    {
        var order = new PictureOrder { Prompt = parsed.GetValue(Prompt)!, NegativePrompt = parsed.GetValue(Negative)!, Seed = parsed.GetValue(Seed) };
        var settings = new PaintSettings
        {
            Width = parsed.GetValue(Size),
            Height = parsed.GetValue(Size),
            Steps = parsed.GetValue(Steps),
            Guidance = parsed.GetValue(Guidance),
            Scheduler = parsed.GetValue(Scheduler),
        };
        var output = parsed.GetValue(Output)!;
        try
        {
            using var model = ModelFolder.Open(Folder(parsed.GetValue(Model)!), new RuntimeOptions { Threads = Environment.ProcessorCount });
            var started = TimeProvider.System.GetTimestamp();
            var png = Paint(new Painter(model), order, settings, parsed.GetValue(Json), cancel).Image.EncodePng();
            var seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
            output.Directory?.Create();
            File.WriteAllBytes(output.FullName, png);
            Report(order, settings, new Painter(model).SchedulerOf(settings).Class, output, png, seconds, parsed.GetValue(Json));
            return 0;
        }
        catch (Exception refused) when (refused is ModelFolderException or SchedulerConfigException or OrderRefusedException or PictureFaultException)
        {
            throw new CommandFailedException(refused.Message, refused);
        }
    }

    private static string Folder(string model) => model == ProceduralModel.Name
        ? ProceduralModel.EnsureWritten(Path.Combine(Path.GetTempPath(), "nights-models"))
        : model;

    private static PaintedPicture Paint(Painter painter, PictureOrder order, PaintSettings settings, bool quiet, CancellationToken cancel)
    {
        if (quiet || !Terminal.IsInteractive)
            return painter.Paint([order], settings, progress: null, cancel)[0];
        return Terminal.Out.Progress().Start(context =>
        {
            var task = context.AddTask("Painting", maxValue: painter.Calls(settings));
            return painter.Paint([order], settings, new StepsShown(task), cancel)[0];
        });
    }

    private static void Report(PictureOrder order, PaintSettings settings, string scheduler, FileInfo output, byte[] png, double seconds, bool json)
    {
        if (json)
            Terminal.Write(new
            {
                path = output.FullName,
                sha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(png)),
                bytes = png.Length,
                order.Prompt,
                order.NegativePrompt,
                order.Seed,
                settings.Width,
                settings.Height,
                settings.Steps,
                settings.Guidance,
                scheduler,
                seconds = Math.Round(seconds, 3),
            });
        else
            Terminal.Line($"{output.FullName}: {settings.Width}x{settings.Height}, seed {order.Seed}, {settings.Steps} steps of {scheduler}, {seconds:F1} s");
    }

    private sealed class StepsShown(ProgressTask task) : IProgress<int>
    {
        public void Report(int value) => task.Value = value;
    }
}
