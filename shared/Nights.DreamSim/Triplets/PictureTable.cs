using Nights.DreamSim.Native;
using Nights.Imaging;
using static TorchSharp.torch;

namespace Nights.DreamSim.Triplets;

/// <summary>Pictures decoded once at the model's input size, or in their own, into memory or a file that is mapped into it: 3 bytes a pixel.</summary>
public sealed class PictureTable : IDisposable
{
    private readonly Tensor[] pictures;      // each (3, height, width), uint8

    private PictureTable(Tensor[] pictures) => this.pictures = pictures;

    public int Count => pictures.Length;

    /// <summary>Decodes and resizes, on all cores.</summary>
    /// <param name="files">PNG, JPEG, WebP or BMP.</param>
    /// <param name="model">Says the size.</param>
    /// <param name="cancel">Stops between two pictures.</param>
    /// <param name="change">Done to each resized picture, size kept; null for nothing. Called on several cores at once.</param>
    /// <exception cref="InvalidDataException">A file is no picture.</exception>
    public static PictureTable Load(IReadOnlyList<string> files, ModelOptions model, CancellationToken cancel, Func<PixelImage, PixelImage>? change = null)
    {
        TorchLibrary.EnsureLoaded();
        var table = new PictureTable(new Tensor[files.Count]);
        try
        {
            FileFaults.OnAllCores(files.Count, i => table.pictures[i] = Decode(files[i], model, change), cancel);
        }
        catch
        {
            table.Dispose();
            throw;
        }

        return table;
    }

    /// <summary>The same from a cache, which is written when it is not there.</summary>
    /// <param name="files">PNG, JPEG, WebP or BMP.</param>
    /// <param name="model">Says the size.</param>
    /// <param name="cache">Folder of decoded pictures; null decodes into memory.</param>
    /// <param name="cancel">Stops between two pictures.</param>
    /// <exception cref="InvalidDataException">A file is no picture.</exception>
    /// <exception cref="IOException">The cache cannot be written.</exception>
    public static PictureTable Open(IReadOnlyList<string> files, ModelOptions model, string? cache, CancellationToken cancel)
    {
        if (cache is null) return Load(files, model, cancel);
        TorchLibrary.EnsureLoaded();
        return new PictureTable(PictureCache.Open(files, model, cache, cancel));
    }

    /// <summary>One picture at the model's size: (3, height, width), uint8; the caller's.</summary>
    internal static Tensor Decode(string file, ModelOptions model, Func<PixelImage, PixelImage>? change)
    {
        var input = PictureFile.Read(file).Resized(model.InputSize, model.InputSize, model.Resampling);
        if (change is not null) input = change(input);
        using var scope = NewDisposeScope();
        return tensor(input.Bytes.ToArray(), [input.Height, input.Width, 3]).permute(2, 0, 1).contiguous().DetachFromDisposeScope();
    }

    /// <summary>A batch of pictures: (n, 3, height, width), float32 in [0, 1], on the device.</summary>
    /// <exception cref="InvalidDataException">The model takes pictures in their own size, and these differ in it.</exception>
    public Tensor Batch(IEnumerable<int> indexes, Device device)
    {
        using var scope = NewDisposeScope();
        return Bytes(indexes).to(device).to(ScalarType.Float32).div_(255f).MoveToOuterDisposeScope();
    }

    /// <summary>The same as bytes: (n, 3, height, width), uint8, on the processor. Copied by the calling thread alone.</summary>
    /// <exception cref="InvalidDataException">As above.</exception>
    public Tensor Bytes(IEnumerable<int> indexes)
    {
        var rows = indexes.Select(index => pictures[index]).ToArray();
        if (rows.FirstOrDefault(row => !row.shape.AsSpan().SequenceEqual(rows[0].shape)) is { } other)
            throw new InvalidDataException(
                $"Pictures of {rows[0].shape[2]}x{rows[0].shape[1]} and {other.shape[2]}x{other.shape[1]} pixels are in one batch: a model whose resampling is 'none' needs equal sizes here.");
        var batch = empty([rows.Length, .. rows[0].shape], ScalarType.Byte);
        var (to, size) = (0, (int)rows[0].numel());
        foreach (var row in rows) row.bytes.CopyTo(batch.bytes.Slice(size * to++, size));
        return batch;
    }

    public void Dispose()
    {
        foreach (var picture in pictures) picture?.Dispose();
    }
}
