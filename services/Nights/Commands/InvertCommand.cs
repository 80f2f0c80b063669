using System.CommandLine;
using System.Globalization;
using Nights.DreamSim.Checkpoints;
using Nights.DreamSim.Inversion;
using Nights.DreamSim.Native;

namespace Nights.Local.Commands;

/// <summary><c>nights invert PICTURE --model DIR -o FOLDER</c>: from noise to a picture that the metric takes for the given one, with the way there and the closest of all steps.</summary>
internal static class InvertCommand
{
    private static readonly Argument<FileInfo> Picture = new("PICTURE") { Description = "The picture to come near to." };
    private static readonly Option<DirectoryInfo> Model = MetricOptions.Model();
    private static readonly Option<DirectoryInfo> Output = new("--output", "-o") { Description = "Folder for the pictures, step-00000.png and on, and best.png.", HelpName = "DIR", Required = true };
    private static readonly Option<int> Steps = CommonOptions.Number("--steps", 400, 1, 1_000_000, "Steps of gradient descent.");
    private static readonly Option<int> Every = CommonOptions.Number("--every", 50, 1, 1_000_000, "Store a picture every so many steps.");
    private static readonly Option<long> Seed = new("--seed") { Description = "Of the first picture, shifts and flips.", HelpName = "N", DefaultValueFactory = _ => 1 };
    private static readonly Option<bool> NoFlip = new("--no-flip") { Description = "Never mirror." };
    private static readonly Option<string> Device = MetricOptions.Device();
    private static readonly Option<int> Threads = MetricOptions.Threads();
    private static readonly Option<bool> Json = CommonOptions.Json();

    public static Command Create()
    {
        var command = new Command("invert", "Find a picture that the metric takes for a given one.") { Picture, Model, Output, Steps, Every, Seed, NoFlip, Device, Threads, Json };
        command.SetAction((parsed, cancel) => Task.Run(() => Run(parsed, cancel), cancel));
        return command;
    }

    private static async Task<int> Run(ParseResult parsed, CancellationToken cancel)
    {
        var (picture, folder) = (parsed.GetRequiredValue(Picture), parsed.GetRequiredValue(Output));
        if (!picture.Exists) throw new CommandFailedException($"There is no picture {picture}.");

        var device = MetricOptions.Compute(parsed.GetValue(Device)!, parsed.GetValue(Threads), Precision.Float32).Open();
        using var model = ModelFolder.Load(parsed.GetRequiredValue(Model).FullName).To(device);
        folder.Create();
        var options = new InversionOptions { Steps = parsed.GetValue(Steps), Every = parsed.GetValue(Every), Seed = parsed.GetValue(Seed), Flip = !parsed.GetValue(NoFlip) };
        var (steps, best) = await Progress.Show($"Seeking {picture.Name}", parsed.GetValue(Json), async progress =>
        {
            var told = new List<(int Step, double Distance, string Picture)>();
            InversionStep? closest = null;
            foreach (var step in Invert.Run(model, picture.FullName, options, cancel))
            {
                var file = Path.Combine(folder.ToString(), string.Create(CultureInfo.InvariantCulture, $"step-{step.Step:00000}.png"));
                await File.WriteAllBytesAsync(file, step.Picture.EncodePng(), cancel);
                told.Add((step.Step, step.Distance, file));
                closest = step.Best;
                progress?.Report(step.Step / (double)options.Steps);
            }

            var best = Path.Combine(folder.ToString(), "best.png");
            await File.WriteAllBytesAsync(best, closest!.Picture.EncodePng(), cancel);
            return (told, (closest.Step, closest.Distance, Picture: best));
        });

        if (parsed.GetValue(Json))
            Terminal.Write(new { steps = steps.Select(step => new { step.Step, step.Distance, step.Picture }), best = new { best.Step, best.Distance, best.Picture } });
        else
        {
            Terminal.Table(["step", "distance", "picture"], steps.Select(step => (IReadOnlyList<string>)[$"{step.Step}", $"{step.Distance:F6}", step.Picture]));
            Terminal.Line($"Closest of all: step {best.Step}, {best.Distance:F6}, {best.Picture}.");
        }

        return 0;
    }
}
