using System.CommandLine;
using System.Security.Cryptography;
using Nights.Diffusion.Manifests;
using Nights.Diffusion.Models;
using Nights.Diffusion.Pipelines;
using Nights.Diffusion.Schedulers;
using Spectre.Console;

namespace Nights.Local.Commands;

/// <summary><c>nights paint "PROMPT" -o OUT.png</c>: one picture from a prompt, from another picture, as a variation, or from a manifest again.</summary>
internal static class PaintCommand
{
    private static readonly Option<FileInfo> Output = new("--output", "-o") { Description = "The PNG file to write.", HelpName = "OUT.png", Required = true };
    private static readonly Option<FileInfo?> Manifest = new("--manifest") { Description = "Writes the picture's manifest, which repaints it, to this file.", HelpName = "OUT.json" };
    private static readonly Option<FileInfo?> From = new("--from") { Description = "Paints the picture of this manifest again and tells how near it comes.", HelpName = "MANIFEST" };
    private static readonly Option<FileInfo?> Original = new("--original") { Description = "With --from: the picture as it was, to measure the difference from.", HelpName = "IMG" };
    private static readonly Option<bool> NoPreview = new("--no-preview") { Description = "Does not show the picture in the terminal." };
    private static readonly Option<bool> Json = CommonOptions.Json();

    public static Command Create()
    {
        var command = new Command("paint", "Paint one picture from a prompt.") { PaintOptions.Prompt, Output, Manifest, From, Original, NoPreview, Json };
        foreach (var option in PaintOptions.All) command.Add(option);
        command.SetAction((parsed, cancel) => Task.Run(() => Run(parsed, cancel), cancel));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancel)
    {
        try
        {
            using var model = PaintOptions.OpenModel(parsed);
            return parsed.GetValue(From) is { } manifest ? PaintAgain(parsed, model, manifest, cancel) : Paint(parsed, model, cancel);
        }
        catch (Exception refused) when (refused is ModelFolderException or SchedulerConfigException or OrderRefusedException or PictureFaultException or RepaintException or InvalidDataException)
        {
            throw new CommandFailedException(refused.Message, refused);
        }
    }

    private static int Paint(ParseResult parsed, ModelFolder model, CancellationToken cancel)
    {
        var (order, settings, painter) = (PaintOptions.Order(parsed), PaintOptions.Settings(parsed), new Painter(model));
        var started = TimeProvider.System.GetTimestamp();
        var painted = WithBar(parsed, painter.Calls([order], settings), progress => painter.Paint([order], settings, progress, cancel)[0]);
        var seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        var png = painted.Image.EncodePng();
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(png));
        var manifest = Repaint.Describe(model, painted, settings, sha256);
        Keep(parsed.GetRequiredValue(Output), png);
        if (parsed.GetValue(Manifest) is { } file) Keep(file, manifest.ToJson());

        if (parsed.GetValue(Json))
        {
            Terminal.Write(new
            {
                path = parsed.GetRequiredValue(Output).FullName,
                sha256,
                bytes = png.Length,
                order.Prompt,
                order.NegativePrompt,
                order.Seed,
                settings.Width,
                settings.Height,
                settings.Steps,
                settings.Guidance,
                manifest.Scheduler,
                settings.NoiseSource,
                manifest.Provider,
                order.Perturbations,
                cutWords = painted.CutWords,
                seconds = Math.Round(seconds, 3),
            });
            return 0;
        }
        Preview(parsed, painted.Image);
        if (painted.CutWords.Count > 0)
            Terminal.Line($"The prompt is too long for the text encoder; not read: {string.Join(' ', painted.CutWords)}");
        Terminal.Line(
            $"{parsed.GetRequiredValue(Output)}: {settings.Width}x{settings.Height}, seed {order.Seed}, {settings.Steps} steps of {manifest.Scheduler} on {manifest.Provider}, {seconds:F1} s");
        return 0;
    }

    private static int PaintAgain(ParseResult parsed, ModelFolder model, FileInfo file, CancellationToken cancel)
    {
        if (!file.Exists) throw new CommandFailedException($"There is no manifest {file}.");
        var manifest = ImageManifest.FromJson(File.ReadAllBytes(file.FullName));
        var calls = new Painter(model).Calls([Repaint.OrderOf(manifest, PaintOptions.InitOf(parsed))], Repaint.SettingsOf(manifest));
        var again = WithBar(parsed, calls, progress => Repaint.Paint(manifest, model, progress, cancel, PaintOptions.InitOf(parsed)));
        Keep(parsed.GetRequiredValue(Output), again.Png);
        var difference = parsed.GetValue(Original) is { } original ? again.DifferenceFrom(PaintOptions.Read(original).Picture) : (Imaging.Measures.PictureDifference?)null;

        if (parsed.GetValue(Json))
        {
            Terminal.Write(new
            {
                path = parsed.GetRequiredValue(Output).FullName,
                again.Sha256,
                same = again.IsSame,
                again.Circumstances,
                again.ThumbnailDistance,
                difference = difference is { } found ? new { found.Largest, found.Mean, found.ShareOfPixels, psnr = double.IsFinite(found.Psnr) ? found.Psnr : (double?)null } : null,
            });
            return 0;
        }
        Preview(parsed, again.Image);
        foreach (var line in RepaintReport.Lines(parsed.GetRequiredValue(Output), again, difference)) Terminal.Line(line);
        return 0;
    }

    private static T WithBar<T>(ParseResult parsed, int calls, Func<IProgress<int>?, T> paint) => parsed.GetValue(Json) || !Terminal.IsInteractive
        ? paint(null)
        : Terminal.Out.Progress().Start(screen => paint(new StepsShown(screen.AddTask("Painting", maxValue: calls))));

    private static void Preview(ParseResult parsed, Imaging.PixelImage picture)
    {
        if (Terminal.IsInteractive && !parsed.GetValue(NoPreview)) Terminal.Out.Write(PicturePreview.Of(picture));
    }

    private static void Keep(FileInfo file, byte[] bytes)
    {
        file.Directory?.Create();
        File.WriteAllBytes(file.FullName, bytes);
    }

    private sealed class StepsShown(ProgressTask task) : IProgress<int>
    {
        public void Report(int value) => task.Value = value;
    }
}
