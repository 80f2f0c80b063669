using System.Text.Json;
using Nights.DreamSim.Checkpoints;
using Nights.DreamSim.Native;
using SkiaSharp;
using static TorchSharp.torch;

namespace Nights.NumericsTests;

/// <summary>
/// Reference values: the folder that NIGHTS_GOLDEN names, else tests/golden of this repository. Another folder of the same shape holds other values.
/// </summary>
internal static class Golden
{
    public static string Folder { get; } = Environment.GetEnvironmentVariable("NIGHTS_GOLDEN") ?? Path.Combine(RepositoryRoot(), "tests", "golden");

    /// <summary>Where the models run: cpu, or what NIGHTS_DEVICE names, cuda say. On another device a float32 sum is taken in another order; the tolerances are the same.</summary>
    public static Device Device { get; } = new ComputeOptions { Device = Environment.GetEnvironmentVariable("NIGHTS_DEVICE") ?? "cpu", Threads = 0 }.Open();

    public static string DreamSim(string file) => Path.Combine(Folder, "dreamsim", file);

    /// <summary>A file of the repository's own folder, whatever NIGHTS_GOLDEN names: for what holds of these values alone, such as their seeds.</summary>
    public static string Own(string file) => Path.Combine(RepositoryRoot(), "tests", "golden", "dreamsim", file);

    public static JsonElement DreamSimManifest { get; } = JsonDocument.Parse(File.ReadAllText(DreamSim("manifest.json"))).RootElement;

    public static double Tolerance(string name) => DreamSimManifest.GetProperty("tolerance").GetProperty(name).GetDouble();

    /// <summary>What the reference's models gave for the nine pictures.</summary>
    public static Safetensors Forward() => Tensors(DreamSimManifest.GetProperty("forward").GetString()!);

    public static Safetensors Tensors(string file) => Safetensors.Read(DreamSim(file));

    /// <summary>The preprocessed pictures (n, 3, 224, 224) in [0, 1], in the manifest's order.</summary>
    public static Tensor Pictures(params int[] indexes)
    {
        var names = DreamSimManifest.GetProperty("images").EnumerateArray().Select(name => name.GetString()!).ToArray();
        if (indexes.Length == 0) indexes = [.. Enumerable.Range(0, names.Length)];
        return stack([.. indexes.Select(index => Picture(DreamSim(Path.Combine("preprocessed", names[index]))))]).to(Device);
    }

    private static Tensor Picture(string path)
    {
        using var bitmap = SKBitmap.Decode(path, new SKImageInfo(224, 224, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        using var scope = NewDisposeScope();
        return tensor(bitmap.Bytes, [224, 224, 4]).narrow(2, 0, 3).permute(2, 0, 1).to(ScalarType.Float32).div(255f).MoveToOuterDisposeScope();
    }

    private static string RepositoryRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "NightsPipeline.sln"))) return folder.FullName;
        }

        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds NightsPipeline.sln; set NIGHTS_GOLDEN.");
    }
}
