using System.Security.Cryptography;
using Nights.Diffusion.Models;
using Nights.Diffusion.Noise;
using Nights.Diffusion.Pipelines;
using Nights.Imaging;

namespace Nights.Diffusion.Manifests;

/// <summary>Pictures to manifests, and manifests back to pictures.</summary>
public static class Repaint
{
    /// <summary>The manifest of a painted picture.</summary>
    /// <param name="model">The model that painted.</param>
    /// <param name="order">What was ordered.</param>
    /// <param name="settings">What it was ordered with.</param>
    /// <param name="pictureSha256">SHA-256 of the PNG file.</param>
    public static ImageManifest Describe(ModelFolder model, PictureOrder order, PaintSettings settings, string pictureSha256)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(settings);
        var scheduler = new Painter(model).SchedulerOf(settings);
        return new ImageManifest
        {
            ModelFiles = model.Hashes,
            Scheduler = scheduler.Class,
            SchedulerConfig = scheduler,
            Steps = settings.Steps,
            Guidance = settings.Guidance,
            NoiseSource = TorchCpuNoise.Name,
            Seed = order.Seed,
            Prompt = order.Prompt,
            NegativePrompt = order.NegativePrompt,
            Width = settings.Width,
            Height = settings.Height,
            Provider = model.Runtime.Provider,
            OnnxRuntime = RuntimeOptions.RuntimeVersion,
            PictureSha256 = pictureSha256,
        };
    }

    /// <summary>Paints the picture of a manifest again.</summary>
    /// <exception cref="RepaintException">The model is another one, or what came out is not the same picture.</exception>
    public static PixelImage Paint(ImageManifest manifest, ModelFolder model, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        ArgumentNullException.ThrowIfNull(model);
        RequireSameModel(manifest, model);
        if (manifest.NoiseSource != TorchCpuNoise.Name)
            throw new RepaintException($"The manifest's noise source '{manifest.NoiseSource}' is not known; {TorchCpuNoise.Name} is.");
        var order = new PictureOrder { Prompt = manifest.Prompt, NegativePrompt = manifest.NegativePrompt, Seed = manifest.Seed };
        var settings = new PaintSettings
        {
            Width = manifest.Width,
            Height = manifest.Height,
            Steps = manifest.Steps,
            Guidance = manifest.Guidance,
            Scheduler = manifest.Scheduler,
        };
        var image = new Painter(model).Paint([order], settings, progress: null, cancel)[0].Image;
        var hash = Convert.ToHexStringLower(SHA256.HashData(image.EncodePng()));
        return hash == manifest.PictureSha256
            ? image
            : throw new RepaintException(
                $"The picture came out as {hash}, not as {manifest.PictureSha256}: it was painted by ONNX Runtime {manifest.OnnxRuntime} on {manifest.Provider}; "
                + $"here it is {RuntimeOptions.RuntimeVersion} on {model.Runtime.Provider}.");
    }

    private static void RequireSameModel(ImageManifest manifest, ModelFolder model)
    {
        foreach (var (file, hash) in manifest.ModelFiles)
            if (model.Hashes.GetValueOrDefault(file) is var here && here != hash)
                throw new RepaintException($"'{model.Directory}' is another model: {file} is {here ?? "missing"}; the picture was painted with {hash}.");
    }
}
