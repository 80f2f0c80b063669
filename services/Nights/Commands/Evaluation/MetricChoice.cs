using System.Globalization;
using Nights.Diffusion.Models;
using Nights.DreamSim.Baselines;
using Nights.DreamSim.Metrics;
using Nights.DreamSim.Native;
using Nights.Local.Encoders;
using ModelFolder = Nights.DreamSim.Checkpoints.ModelFolder;

namespace Nights.Local.Commands.Evaluation;

/// <summary>A metric as the command line names it: <c>[LABEL=]psnr|ssim|ms-ssim[@SIZE]</c>, or the folder of a model (model.json) or of another metric (metric.json).</summary>
/// <param name="Label">As tables show it.</param>
/// <param name="What">What it is.</param>
/// <param name="Size">Edge of the square at which it sees pictures; null for as they are.</param>
internal sealed record MetricChoice(string Label, string What, int? Size)
{
    private static readonly Dictionary<string, Func<string, PictureSizing, IPictureMetric>> Measures = new(StringComparer.Ordinal)
    {
        ["psnr"] = PixelMetric.Psnr,
        ["ssim"] = PixelMetric.Ssim,
        ["ms-ssim"] = PixelMetric.MsSsim,
    };

    /// <exception cref="FormatException">A size that is none.</exception>
    public static MetricChoice Parse(string text)
    {
        var (label, what) = text.Split('=', 2) is [{ Length: > 0 } before, { Length: > 0 } after] ? (before, after) : (null, text);
        if (what.Split('@') is [var name, var size] && Measures.ContainsKey(name))
        {
            return int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var edge)
                ? new MetricChoice(label ?? what, name, edge)
                : throw new FormatException($"'{text}' has no size after the @; {name}@224 shows the measure squares of 224 pixels.");
        }

        return new MetricChoice(label ?? (Measures.ContainsKey(what) ? what : Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(what)))), what, null);
    }

    /// <summary>Opens it on the device.</summary>
    /// <exception cref="CommandFailedException">It is no measure and no folder of a metric.</exception>
    /// <exception cref="InvalidDataException">Its folder cannot be read.</exception>
    public IPictureMetric Open(ComputeOptions compute)
    {
        if (Measures.TryGetValue(What, out var measure)) return measure(Label, new PictureSizing(Size).Validate(What));
        if (File.Exists(Path.Combine(What, ModelFolder.Description))) return new ModelMetric(Label, ModelFolder.Load(What).To(compute.Open()), compute.Precision);
        if (!File.Exists(Path.Combine(What, MetricFolder.Description)))
        {
            throw new CommandFailedException(
                $"There is no metric '{What}': it is none of {string.Join(", ", Measures.Keys)}, and no folder with {ModelFolder.Description} or {MetricFolder.Description}.");
        }

        return MetricFolder.Describe(What) switch
        {
            NetworkOptions network => MetricFolder.Open(Label, What, network, compute.Open()),
            EncoderOptions encoder => new OnnxEncoder(Label, What, encoder, Runtime(compute)),
            var other => throw new CommandFailedException($"A {other.GetType().Name} is no metric that can be opened."),
        };
    }

    private static RuntimeOptions Runtime(ComputeOptions compute) => new()
    {
        Provider = compute.Device,
        AllowTf32 = compute.Precision == Precision.Tf32,
        Threads = compute.Threads == 0 ? Environment.ProcessorCount : compute.Threads,
    };
}
