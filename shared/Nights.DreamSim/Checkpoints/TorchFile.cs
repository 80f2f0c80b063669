using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using Nights.DreamSim.Checkpoints.Pickles;
using Nights.DreamSim.Native;
using static TorchSharp.torch;

namespace Nights.DreamSim.Checkpoints;

/// <summary>
/// A file of <c>torch.save</c> (.pth, .pt, .bin, .pth.tar), read as data: tensors in dictionaries. Both formats, the zip archive and the older plain
/// one, and the archives of TorchScript, whose code is not looked at. Numbers are read when a tensor is asked for.
/// </summary>
/// <remarks>Source: pytorch/pytorch, torch/serialization.py. See docs/adr/0019.</remarks>
public sealed class TorchFile : IDisposable
{
    private const long LongestPickle = 1 << 28;
    private const string Magic = "119547037146038801333356";      // of the plain format: 0x1950a86a20f9469cfc6c
    private readonly Stream content;
    private readonly ZipArchive? archive;
    private readonly string root = "";
    private readonly Dictionary<string, (long Start, long Count)> places = new(StringComparer.Ordinal);

    private TorchFile(Stream content, string name)
    {
        (this.content, Name) = (content, name);
        object? value;
        if (IsZip(content))
        {
            archive = new ZipArchive(content, ZipArchiveMode.Read, leaveOpen: true);
            var pickle = archive.Entries.FirstOrDefault(entry => entry.FullName.EndsWith("/data.pkl", StringComparison.Ordinal) || entry.FullName == "data.pkl")
                ?? throw new InvalidDataException("it is a zip archive without data.pkl, so not one of torch.save");
            root = pickle.FullName[..^"data.pkl".Length];
            RefuseBigEndian();
            value = Unpickle(pickle);
        }
        else
        {
            value = ReadPlain();
        }

        Tensors = NamedTensors.Of(value);
    }

    /// <summary>The file, for error messages.</summary>
    public string Name { get; }

    /// <summary>The tensors by their path through the dictionaries, joined by dots.</summary>
    internal IReadOnlyDictionary<string, PickledTensor> Tensors { get; }

    /// <summary>Opens a file and reads what it holds, but for the numbers.</summary>
    /// <exception cref="InvalidDataException">No such file, cut short, or more than data: a name that weights do not need is told, and nothing of it is run.</exception>
    public static TorchFile Open(string path)
    {
        if (!File.Exists(path)) throw new InvalidDataException($"There is no file {path}.");
        TorchLibrary.EnsureLoaded();
        var content = File.OpenRead(path);
        try
        {
            return new TorchFile(content, path);
        }
        catch (Exception e) when (e is InvalidDataException or OverflowException or NotSupportedException or EndOfStreamException)
        {
            content.Dispose();
            throw new InvalidDataException($"{path} cannot be read as weights: {e.Message.TrimEnd('.')}.", e);
        }
    }

    /// <summary>The numbers of a tensor.</summary>
    /// <returns>On the CPU, of its own memory; owned by the caller.</returns>
    /// <exception cref="InvalidDataException">The numbers are missing or cut short.</exception>
    internal Tensor Load(string name)
    {
        var tensor = Tensors[name];
        if (archive is null) Find(tensor.Storage);
        using var entry = archive is null ? null : FindEntry(tensor.Storage).Open();      // before the memory is taken: a file can claim any size
        using var storage = empty([tensor.Storage.Count], tensor.Storage.Type);
        (entry ?? content).ReadExactly(storage.bytes);
        return tensor.View(storage);
    }

    public void Dispose()
    {
        archive?.Dispose();
        content.Dispose();
    }

    internal static bool IsZip(Stream content)
    {
        Span<byte> start = stackalloc byte[4];
        var read = content.ReadAtLeast(start, 4, throwOnEndOfStream: false);
        content.Position = 0;
        return read == 4 && start.SequenceEqual("PK\u0003\u0004"u8);
    }

    private static object? Unpickle(ZipArchiveEntry pickle)
    {
        if (pickle.Length > LongestPickle) throw new InvalidDataException($"its data.pkl has {pickle.Length} bytes; {LongestPickle} are the most");
        using var stream = pickle.Open();
        using var buffered = new BufferedStream(stream, 1 << 16);
        return new PickleReader(buffered).Read();
    }

    private void RefuseBigEndian()
    {
        if (archive!.GetEntry(root + "byteorder") is not { Length: < 100 } order) return;
        using var text = new StreamReader(order.Open());
        if (text.ReadToEnd() is "big") throw new InvalidDataException("its numbers are big-endian; only little-endian ones can be read");
    }

    /// <summary>Magic number, version, machine, value, keys of the storages, then for each its count and its numbers.</summary>
    private object? ReadPlain()
    {
        var buffered = new BufferedStream(content, 1 << 16);      // not disposed: the file stays open
        var reader = new PickleReader(buffered);
        if (content.Length < 2 || content.ReadByte() != 0x80) throw new InvalidDataException("it is neither a zip archive nor a pickle");
        content.Position = 0;
        if (Convert.ToString(reader.Read(), CultureInfo.InvariantCulture) != Magic) throw new InvalidDataException("it is a pickle, but not one of torch.save");
        reader.Read();
        reader.Read();
        var value = reader.Read();
        if (reader.Read() is not List<object?> keys) throw new InvalidDataException("it does not list its storages");

        var types = NamedTensors.Of(value).Values.Select(tensor => tensor.Storage).DistinctBy(storage => storage.Key).ToDictionary(storage => storage.Key);
        var position = buffered.Position;
        Span<byte> prefix = stackalloc byte[8];
        foreach (var key in keys.Select(key => key as string ?? ""))
        {
            content.Position = position;
            if (content.ReadAtLeast(prefix, 8, throwOnEndOfStream: false) < 8) throw new InvalidDataException($"it is cut short before the storage '{key}'");
            var count = BinaryPrimitives.ReadInt64LittleEndian(prefix);
            if (!types.TryGetValue(key, out var storage)) throw new InvalidDataException($"its storage '{key}' belongs to no tensor of it, so what follows cannot be found");
            places[key] = (position + 8, count);
            position = checked(position + 8 + storage.Bytes);
        }

        return value;
    }

    private void Find(PickledStorage storage)
    {
        if (!places.TryGetValue(storage.Key, out var place) || place.Count != storage.Count || place.Start + storage.Bytes > content.Length)
            throw new InvalidDataException($"{Name} is cut short: the storage '{storage.Key}' of {storage.Count} numbers is not whole.");
        content.Position = place.Start;
    }

    private ZipArchiveEntry FindEntry(PickledStorage storage)
    {
        var entry = archive!.GetEntry($"{root}data/{storage.Key}");
        if (entry is null || entry.Length != storage.Bytes)
            throw new InvalidDataException($"{Name} is damaged: the storage '{storage.Key}' has {entry?.Length ?? 0} bytes; {storage.Count} numbers of {storage.Type} need {storage.Bytes}.");
        return entry.CompressedLength == entry.Length
            ? entry
            : throw new InvalidDataException($"{Name} is not a file of torch.save: its storage '{storage.Key}' is compressed.");
    }
}
