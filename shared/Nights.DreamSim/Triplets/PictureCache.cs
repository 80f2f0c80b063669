using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using static TorchSharp.torch;

namespace Nights.DreamSim.Triplets;

/// <summary>
/// Pictures decoded and resized once into a file that later runs map into memory: 3 bytes a pixel, shared between processes and given back to the system
/// when memory is short. The file bears a fingerprint of its sources; another one, or a torn one, is written anew.
/// </summary>
/// <remarks>
/// Layout: each picture's bytes (3, height, width), in the order in which they were decoded; for each picture offset, height, width (16 bytes, in the
/// order of the files); fingerprint (32); offset of that table (8); mark (8). Little-endian. The end is written last, and the name given after it.
/// </remarks>
internal static class PictureCache
{
    private const int Entry = 16, End = 48;
    private static readonly byte[] Mark = "NIGHTS01"u8.ToArray();

    /// <summary>The pictures, mapped: each (3, height, width), uint8.</summary>
    /// <exception cref="InvalidDataException">A file is no picture.</exception>
    /// <exception cref="IOException">The folder cannot be written, or its disk is full.</exception>
    public static Tensor[] Open(IReadOnlyList<string> files, ModelOptions model, string folder, CancellationToken cancel)
    {
        var fingerprint = Fingerprint(files, model);
        var path = Path.Combine(folder, $"pictures-{Convert.ToHexStringLower(fingerprint)[..16]}.bin");
        if (Places(path, fingerprint, files.Count) is not { } places)
        {
            Write(files, model, path, fingerprint, cancel);
            places = Places(path, fingerprint, files.Count) ?? throw new IOException($"{path} does not hold what was written to it: its disk may be full or damaged.");
        }

        using var scope = NewDisposeScope();
        var all = from_file(path, shared: false, size: new FileInfo(path).Length, dtype: ScalarType.Byte);
        return [.. places.Select(place => all.narrow(0, place.Offset, 3L * place.Height * place.Width).view(3, place.Height, place.Width).DetachFromDisposeScope())];
    }

    /// <summary>What decides the bytes: every file by name, length and time, and how it comes to its size.</summary>
    private static byte[] Fingerprint(IReadOnlyList<string> files, ModelOptions model)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"1 {model.InputSize} {model.Resampling}\n");
        foreach (var file in files.Select(file => new FileInfo(file)))
            text.Append(CultureInfo.InvariantCulture, $"{file.FullName} {(file.Exists ? file.Length : -1)} {file.LastWriteTimeUtc.Ticks}\n");
        return SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()));
    }

    /// <summary>Where each picture lies; null when the file is not there, not whole, or of other sources.</summary>
    private static (long Offset, int Height, int Width)[]? Places(string path, byte[] fingerprint, int count)
    {
        if (!File.Exists(path)) return null;
        using var file = File.OpenHandle(path);
        var (length, size) = (RandomAccess.GetLength(file), count * Entry + End);
        if (length < size) return null;

        var tail = new byte[size];
        if (RandomAccess.Read(file, tail, length - size) != size) return null;
        var table = BinaryPrimitives.ReadInt64LittleEndian(tail.AsSpan(size - 16));
        if (!tail.AsSpan(size - 8).SequenceEqual(Mark) || table != length - size || !tail.AsSpan(size - End, 32).SequenceEqual(fingerprint)) return null;

        var places = Enumerable.Range(0, count).Select(i => (
            Offset: BinaryPrimitives.ReadInt64LittleEndian(tail.AsSpan(i * Entry)),
            Height: BinaryPrimitives.ReadInt32LittleEndian(tail.AsSpan(i * Entry + 8)),
            Width: BinaryPrimitives.ReadInt32LittleEndian(tail.AsSpan(i * Entry + 12)))).ToArray();
        return places.All(p => p is { Offset: >= 0, Height: > 0, Width: > 0 } && 3L * p.Height * p.Width <= table - p.Offset) ? places : null;
    }

    private static void Write(IReadOnlyList<string> files, ModelOptions model, string path, byte[] fingerprint, CancellationToken cancel)
    {
        var (folder, writing) = (Path.GetDirectoryName(path)!, $"{path}.{Guid.CreateVersion7():N}.writing");
        var tail = new byte[files.Count * Entry + End];
        var end = 0L;
        try
        {
            OnDisk(folder, () => Directory.CreateDirectory(folder));
            using (var file = OnDisk(folder, () => File.OpenHandle(writing, FileMode.CreateNew, FileAccess.Write)))
            {
                FileFaults.OnAllCores(files.Count, i =>
                {
                    using var picture = PictureTable.Decode(files[i], model, null);
                    var bytes = picture.bytes.ToArray();
                    var offset = Interlocked.Add(ref end, bytes.Length) - bytes.Length;
                    OnDisk(folder, () => RandomAccess.Write(file, bytes, offset));
                    BinaryPrimitives.WriteInt64LittleEndian(tail.AsSpan(i * Entry), offset);
                    BinaryPrimitives.WriteInt32LittleEndian(tail.AsSpan(i * Entry + 8), (int)picture.shape[1]);
                    BinaryPrimitives.WriteInt32LittleEndian(tail.AsSpan(i * Entry + 12), (int)picture.shape[2]);
                }, cancel);
                fingerprint.CopyTo(tail.AsSpan(tail.Length - End));
                BinaryPrimitives.WriteInt64LittleEndian(tail.AsSpan(tail.Length - 16), end);
                Mark.CopyTo(tail.AsSpan(tail.Length - 8));
                OnDisk(folder, () =>
                {
                    RandomAccess.Write(file, tail, end);
                    RandomAccess.FlushToDisk(file);
                });
            }

            OnDisk(folder, () => File.Move(writing, path, overwrite: true));
        }
        finally
        {
            if (File.Exists(writing)) File.Delete(writing);
        }
    }

    private static void OnDisk(string folder, Action work) => OnDisk(folder, () =>
    {
        work();
        return 0;
    });

    private static T OnDisk<T>(string folder, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"Decoded pictures cannot be written to the cache folder {folder}: {fault.Message.TrimEnd('.')}. Make room there or let it be written, or name another folder.", fault);
        }
    }
}
