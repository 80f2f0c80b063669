using System.Security.Cryptography;
using Nights.Diffusion.Models;
using Nights.Diffusion.Pipelines;
using Nights.Domain.Campaigns;
using Nights.Imaging.Measures;

namespace Nights.Diffusion.Manifests;

/// <summary>Pictures to manifests, and manifests back to pictures.</summary>
public static class Repaint
{
    /// <summary>The manifest of a painted picture.</summary>
    /// <param name="model">The model that painted.</param>
    /// <param name="painted">What came of the order.</param>
    /// <param name="settings">What it was ordered with.</param>
    /// <param name="pictureSha256">SHA-256 of the PNG file.</param>
    public static ImageManifest Describe(ModelFolder model, PaintedPicture painted, PaintSettings settings, string pictureSha256)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(painted);
        ArgumentNullException.ThrowIfNull(settings);
        var (order, scheduler) = (painted.Order, new Painter(model).SchedulerOf(settings));
        return new ImageManifest
        {
            ModelFiles = model.Hashes,
            Scheduler = scheduler.Class,
            SchedulerConfig = scheduler,
            Steps = settings.Steps,
            Guidance = settings.Guidance,
            GuidanceRescale = settings.GuidanceRescale,
            SplitGuidance = settings.SplitGuidance,
            Eta = settings.Eta,
            NoiseSource = settings.NoiseSource,
            Seed = order.Seed,
            Prompt = order.Prompt,
            NegativePrompt = order.NegativePrompt,
            Perturbations = order.Perturbations,
            Init = order.Init is { } init ? new InitDescription(init.Sha256, init.Strength) : null,
            CutWords = painted.CutWords,
            Width = settings.Width,
            Height = settings.Height,
            Provider = model.Provider.Name,
            OnnxRuntime = RuntimeOptions.RuntimeVersion,
            PictureSha256 = pictureSha256,
            Fingerprint = Fingerprint.Of(painted.Image),
        };
    }

    /// <summary>What a manifest says was ordered.</summary>
    /// <param name="manifest">Of any readable version.</param>
    /// <param name="init">The picture it was started from, when it was.</param>
    /// <exception cref="RepaintException">It was started from a picture that is not given, or from another one.</exception>
    public static PictureOrder OrderOf(ImageManifest manifest, InitPicture? init = null)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        if (manifest.Init is { } start && init?.Sha256 != start.Sha256)
            throw new RepaintException(init is null
                ? $"The picture was started from another one, whose file has the hash {start.Sha256}; give it with --init."
                : $"The picture was started from the file {start.Sha256}; the one given is {init.Sha256}.");
        return new PictureOrder
        {
            Prompt = manifest.Prompt,
            NegativePrompt = manifest.NegativePrompt,
            Seed = manifest.Seed,
            Perturbations = manifest.Perturbations,
            Init = manifest.Init is { } described ? init! with { Strength = described.Strength } : null,
        };
    }

    /// <summary>The settings a manifest says it was ordered with.</summary>
    public static PaintSettings SettingsOf(ImageManifest manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        return new PaintSettings
        {
            Width = manifest.Width,
            Height = manifest.Height,
            Steps = manifest.Steps,
            Guidance = manifest.Guidance,
            GuidanceRescale = manifest.GuidanceRescale,
            SplitGuidance = manifest.SplitGuidance,
            Eta = manifest.Eta,
            NoiseSource = manifest.NoiseSource,
            Scheduler = manifest.Scheduler,
            Safety = PictureSafety.Off,  // it was checked when it was painted
        };
    }

    /// <summary>Paints the picture of a manifest again: the same bytes on the same machine, provider and version of ONNX Runtime.</summary>
    /// <param name="manifest">Of any readable version.</param>
    /// <param name="model">The model that painted it.</param>
    /// <param name="progress">Told the number of model calls made.</param>
    /// <param name="cancel">Ends it.</param>
    /// <param name="init">The picture it was started from, when it was.</param>
    /// <exception cref="RepaintException">The model is another one, or the start is missing.</exception>
    public static Repainted Paint(ImageManifest manifest, ModelFolder model, IProgress<int>? progress, CancellationToken cancel, InitPicture? init = null)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        ArgumentNullException.ThrowIfNull(model);
        RequireSameModel(manifest, model);
        var image = new Painter(model).Paint([OrderOf(manifest, init)], SettingsOf(manifest), progress, cancel)[0].Image;
        var png = image.EncodePng();
        return new Repainted(manifest, image, png, Convert.ToHexStringLower(SHA256.HashData(png)), model.Provider.Name);
    }

    private static void RequireSameModel(ImageManifest manifest, ModelFolder model)
    {
        foreach (var (file, hash) in manifest.ModelFiles)
            if (model.Hashes.GetValueOrDefault(file) is var here && here != hash)
                throw new RepaintException($"'{model.Directory}' is another model: {file} is {here ?? "missing"}; the picture was painted with {hash}.");
    }
}
