using static TorchSharp.torch;

namespace Nights.DreamSim.Checkpoints;

/// <summary>Named tensors of a file, whatever its format: safetensors or torch.save. The format is told by the content, not by the name.</summary>
public sealed class WeightsFile : IDisposable
{
    private readonly IDisposable source;
    private readonly Func<string, Tensor> load;

    private WeightsFile(
        string path, IReadOnlyDictionary<string, long[]> shapes, IReadOnlyDictionary<string, string> metadata, Func<string, Tensor> load, IDisposable source) =>
        (Path, Shapes, Metadata, this.load, this.source) = (path, shapes, metadata, load, source);

    public string Path { get; }

    /// <summary>The shape of each tensor.</summary>
    public IReadOnlyDictionary<string, long[]> Shapes { get; }

    /// <summary>Free text of a safetensors file; torch.save has none.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <exception cref="InvalidDataException">No such file, damaged, of no known format, or a pickle with more than data.</exception>
    public static WeightsFile Open(string path)
    {
        if (!File.Exists(path)) throw new InvalidDataException($"There is no file {path}.");
        if (IsTorch(path))
        {
            var file = TorchFile.Open(path);
            return new WeightsFile(path, file.Tensors.ToDictionary(t => t.Key, t => t.Value.Shape), new Dictionary<string, string>(), file.Load, file);
        }

        var safetensors = Safetensors.Read(path);
        return new WeightsFile(path, safetensors.Tensors.ToDictionary(t => t.Key, t => t.Value.shape), safetensors.Metadata, name => safetensors[name].alias(), safetensors);
    }

    /// <summary>The tensor of this name, on the CPU; owned by the caller.</summary>
    /// <exception cref="InvalidDataException">No tensor has this name, or its numbers are cut short.</exception>
    public Tensor Load(string name) => Shapes.ContainsKey(name)
        ? load(name)
        : throw new InvalidDataException($"{Path} has no tensor '{name}'; it has {Shapes.Count}, the first '{Shapes.Keys.FirstOrDefault()}'.");

    public void Dispose() => source.Dispose();

    private static bool IsTorch(string path)
    {
        using var content = File.OpenRead(path);
        if (TorchFile.IsZip(content)) return true;

        // A safetensors file starts with the length of its header, whose first letter follows at once.
        Span<byte> start = stackalloc byte[9];
        var read = content.ReadAtLeast(start, 9, throwOnEndOfStream: false);
        return read >= 2 && start[0] == 0x80 && start[1] is >= 1 and <= 5 && !(read == 9 && start[8] == (byte)'{');
    }
}
