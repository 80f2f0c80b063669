using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using Nights.DreamSim.Native;
using static TorchSharp.torch;

namespace Nights.DreamSim.Checkpoints;

/// <summary>
/// Named tensors in the safetensors format: 8 bytes of header length (little endian), a JSON header, raw little-endian data.
/// </summary>
/// <remarks>Source: the format's description in huggingface/safetensors. Overlaps, gaps and unknown types are refused.</remarks>
public sealed class Safetensors : IDisposable
{
    private const int LongestHeader = 100_000_000;

    private Safetensors(IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string> metadata) =>
        (Tensors, Metadata) = (tensors, metadata);

    /// <summary>By name, on the CPU. Owned by this object unless detached by the caller.</summary>
    public IReadOnlyDictionary<string, Tensor> Tensors { get; }

    /// <summary>The header's <c>__metadata__</c>: free text by key.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The tensor of this name.</summary>
    /// <exception cref="InvalidDataException">No tensor has this name.</exception>
    public Tensor this[string name] => Tensors.TryGetValue(name, out var tensor)
        ? tensor
        : throw new InvalidDataException($"The safetensors file has no tensor '{name}'; it has {Tensors.Count}, the first '{Tensors.Keys.FirstOrDefault()}'.");

    /// <summary>Reads a whole file.</summary>
    /// <exception cref="InvalidDataException">Not a safetensors file, cut short, or a header that does not fit the data.</exception>
    public static Safetensors Read(string path)
    {
        using var file = File.OpenRead(path);
        return Read(file, path);
    }

    /// <summary>Reads from a seekable stream; <paramref name="name"/> stands in error messages.</summary>
    /// <exception cref="InvalidDataException">Not a safetensors file, cut short, or a header that does not fit the data.</exception>
    public static Safetensors Read(Stream content, string name)
    {
        TorchLibrary.EnsureLoaded();
        using var header = ReadHeader(content, name, out var dataStart);
        var dataLength = content.Length - dataStart;
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        var places = new List<(string Name, TensorPlace Place)>();

        try
        {
            foreach (var entry in header.RootElement.EnumerateObject())
            {
                if (entry.Name == "__metadata__")
                {
                    foreach (var text in entry.Value.EnumerateObject()) metadata[text.Name] = text.Value.GetString() ?? "";
                    continue;
                }

                places.Add((entry.Name, TensorPlace.Read(entry, name, dataLength)));
            }

            RefuseOverlaps(places, name, dataLength);      // before any memory is taken
            foreach (var (key, place) in places)
            {
                content.Position = dataStart + place.Start;
                if (!tensors.TryAdd(key, place.Load(content))) throw new FormatException($"tensor '{key}' is there twice");
            }

            return new Safetensors(tensors, metadata);
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException or KeyNotFoundException or EndOfStreamException or OverflowException)
        {
            foreach (var tensor in tensors.Values) tensor.Dispose();
            throw new InvalidDataException($"The header of {name} is not that of a safetensors file: {e.Message}", e);
        }
    }

    /// <summary>Tensors follow each other without gaps, as the format demands: one byte belongs to one tensor.</summary>
    private static void RefuseOverlaps(List<(string Name, TensorPlace Place)> places, string name, long dataLength)
    {
        var (end, before) = (0L, "");
        foreach (var (key, place) in places.OrderBy(p => p.Place.Start).ThenBy(p => p.Place.End))
        {
            if (place.Start < end) throw new InvalidDataException($"Tensors '{before}' and '{key}' of {name} overlap: the latter starts at byte {place.Start}, the former ends at {end}.");
            if (place.Start > end) throw new InvalidDataException($"{name} has {place.Start - end} bytes before tensor '{key}' that belong to no tensor.");
            (end, before) = (place.End, key);
        }

        if (end != dataLength)
            throw new InvalidDataException($"{name} holds {dataLength} bytes of tensors; its header describes {end}.");
    }

    /// <summary>Writes tensors in ordinal order of their names: the same tensors give the same bytes. The file appears whole or not at all.</summary>
    public static void Write(string path, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var writing = path + ".writing";
        using (var file = File.Create(writing)) Write(file, tensors, metadata);
        File.Move(writing, path, overwrite: true);
    }

    /// <summary>The same onto a stream.</summary>
    public static void Write(Stream content, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var ordered = tensors.OrderBy(pair => pair.Key, StringComparer.Ordinal).ToList();
        var header = new MemoryStream();
        using (var json = new Utf8JsonWriter(header))
        {
            json.WriteStartObject();
            if (metadata is not null)
            {
                json.WriteStartObject("__metadata__");
                foreach (var (key, text) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal)) json.WriteString(key, text);
                json.WriteEndObject();
            }

            long start = 0;
            foreach (var (key, tensor) in ordered) start = TensorPlace.Describe(json, key, tensor, start);
            json.WriteEndObject();
        }

        while (header.Length % 8 != 0) header.WriteByte((byte)' ');      // data aligned to 8 bytes

        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        content.Write(length);
        header.WriteTo(content);
        foreach (var (_, tensor) in ordered)
        {
            using var flat = tensor.detach().cpu().contiguous();
            content.Write(MemoryMarshal.AsBytes(flat.bytes));
        }
    }

    public void Dispose()
    {
        foreach (var tensor in Tensors.Values) tensor.Dispose();
    }

    private static JsonDocument ReadHeader(Stream content, string name, out long dataStart)
    {
        Span<byte> prefix = stackalloc byte[8];
        if (content.ReadAtLeast(prefix, 8, throwOnEndOfStream: false) < 8)
            throw new InvalidDataException($"{name} is {content.Length} bytes long: too short for a safetensors file.");

        var length = BinaryPrimitives.ReadInt64LittleEndian(prefix);
        if (length is < 2 or > LongestHeader || length > content.Length - 8)
            throw new InvalidDataException($"{name} is not a safetensors file or is cut short: it announces a header of {length} bytes and has {content.Length - 8}.");

        var bytes = new byte[length];
        content.ReadExactly(bytes);
        dataStart = 8 + length;
        try
        {
            var header = JsonDocument.Parse(bytes);
            return header.RootElement.ValueKind == JsonValueKind.Object ? header : throw new JsonException("not an object");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"The header of {name} is not JSON: {e.Message}", e);
        }
    }
}
