using Nights.DreamSim.Native;
using static TorchSharp.torch;

namespace Nights.DreamSim.Triplets;

/// <summary>Pictures decoded once into memory at the model's input size: 3 bytes a pixel.</summary>
public sealed class PictureTable : IDisposable
{
    private readonly Tensor bytes;      // (n, 3, size, size), uint8

    private PictureTable(Tensor bytes) => this.bytes = bytes;

    public int Count => (int)bytes.shape[0];

    /// <summary>Decodes and resizes, on all cores.</summary>
    /// <exception cref="InvalidDataException">A file is no picture.</exception>
    public static PictureTable Load(IReadOnlyList<string> files, ModelOptions model, CancellationToken cancel)
    {
        TorchLibrary.EnsureLoaded();
        var size = model.InputSize;
        var table = empty([files.Count, 3, size, size], ScalarType.Byte);
        try
        {
            FileFaults.OnAllCores(files.Count, i =>
            {
                var input = PictureFile.Read(files[i]).Resized(size, size, model.Resampling);
                using var scope = NewDisposeScope();
                table[i].copy_(tensor(input.Bytes.ToArray(), [size, size, 3]).permute(2, 0, 1));
            }, cancel);
        }
        catch
        {
            table.Dispose();
            throw;
        }

        return new PictureTable(table);
    }

    /// <summary>A batch of pictures: (n, 3, size, size), float32 in [0, 1], on the device.</summary>
    public Tensor Batch(IEnumerable<int> indexes, Device device)
    {
        using var scope = NewDisposeScope();
        var rows = tensor(indexes.Select(index => (long)index).ToArray());
        return bytes.index_select(0, rows).to(ScalarType.Float32, device).div_(255f).MoveToOuterDisposeScope();
    }

    public void Dispose() => bytes.Dispose();
}
