using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using static TorchSharp.torch;

namespace Nights.NumericsTests.Weights;

/// <summary>A global that a test puts into a pickle, with or without a call: torch.save would never write most of them.</summary>
internal sealed record Named(string Module, string Name, object?[]? Call = null, object? State = null);

/// <summary>Writes what torch.save writes, in its zip format or the plain one before it, without Python: dictionaries, texts, numbers, tensors.</summary>
internal sealed class TorchWriter
{
    private readonly MemoryStream pickle = new();
    private readonly List<(string Key, Tensor Tensor)> storages = [];

    private TorchWriter(bool plain) => this.plain = plain;

    private readonly bool plain;

    /// <summary>The zip format.</summary>
    public static void Zip(string path, object? value, CompressionLevel compression = CompressionLevel.NoCompression)
    {
        var writer = new TorchWriter(plain: false);
        writer.Whole(value);
        Archive(path, writer.pickle.ToArray(), writer.storages.Select(s => (s.Key, Bytes(s.Tensor))), compression);
    }

    /// <summary>A zip with any bytes for a pickle.</summary>
    public static void Archive(
        string path, byte[] pickle, IEnumerable<(string Key, byte[] Bytes)>? storages = null, CompressionLevel compression = CompressionLevel.NoCompression, string order = "little")
    {
        using var archive = new ZipArchive(File.Create(path), ZipArchiveMode.Create);
        Add("archive/data.pkl", pickle);
        Add("archive/byteorder", Encoding.ASCII.GetBytes(order));
        foreach (var (key, bytes) in storages ?? []) Add("archive/data/" + key, bytes);
        Add("archive/version", "3\n"u8.ToArray());

        void Add(string name, byte[] bytes)
        {
            using var entry = archive.CreateEntry(name, compression).Open();
            entry.Write(bytes);
        }
    }

    /// <summary>The pickle alone.</summary>
    public static byte[] Pickle(object? value)
    {
        var writer = new TorchWriter(plain: false);
        writer.Whole(value);
        return writer.pickle.ToArray();
    }

    /// <summary>The format before the zip: five pickles, then the storages.</summary>
    public static void Plain(string path, object? value)
    {
        using var file = File.Create(path);
        byte[] magic = [0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19];
        file.Write([0x80, 2, 0x8a, 10, .. magic, (byte)'.']);
        file.Write(Pickle(1001L));
        file.Write(Pickle(new Dictionary<string, object?> { ["protocol_version"] = 1001L, ["little_endian"] = true }));
        var writer = new TorchWriter(plain: true);
        writer.Whole(value);
        file.Write(writer.pickle.ToArray());
        file.Write(Pickle(writer.storages.Select(s => (object?)s.Key).ToList()));
        foreach (var (_, tensor) in writer.storages)
        {
            var count = new byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(count, tensor.numel());
            file.Write(count);
            file.Write(Bytes(tensor));
        }
    }

    private static byte[] Bytes(Tensor tensor)
    {
        using var flat = tensor.detach().cpu().contiguous();
        return MemoryMarshal.AsBytes(flat.bytes).ToArray();
    }

    private void Whole(object? value)
    {
        Write(0x80, 2);
        Value(value);
        Write((byte)'.');
    }

    private void Value(object? value)
    {
        switch (value)
        {
            case null: Write((byte)'N'); break;
            case bool flag: Write(flag ? (byte)0x88 : (byte)0x89); break;
            case long number:
                Write((byte)'J');
                var four = new byte[4];
                BinaryPrimitives.WriteInt32LittleEndian(four, (int)number);
                pickle.Write(four);
                break;
            case double number:
                Write((byte)'G');
                var eight = new byte[8];
                BinaryPrimitives.WriteDoubleBigEndian(eight, number);
                pickle.Write(eight);
                break;
            case string text:
                var bytes = Encoding.UTF8.GetBytes(text);
                var length = new byte[4];
                BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
                Write((byte)'X');
                pickle.Write(length);
                pickle.Write(bytes);
                break;
            case object?[] tuple:
                Write((byte)'(');
                foreach (var item in tuple) Value(item);
                Write((byte)'t');
                break;
            case List<object?> list:
                Write((byte)']', (byte)'(');
                foreach (var item in list) Value(item);
                Write((byte)'e');
                break;
            case IReadOnlyDictionary<string, Tensor> tensors: Value(tensors.ToDictionary(t => t.Key, t => (object?)t.Value)); break;
            case Dictionary<string, object?> dictionary:
                Write((byte)'}', (byte)'(');
                foreach (var (key, item) in dictionary)
                {
                    Value(key);
                    Value(item);
                }

                Write((byte)'u');
                break;
            case Named named:
                Global(named.Module, named.Name);
                if (named.Call is { } arguments)
                {
                    Value(arguments);
                    Write((byte)'R');
                }

                if (named.State is { } state)
                {
                    Value(state);
                    Write((byte)'b');
                }

                break;
            case Tensor tensor: Describe(tensor); break;
            default: throw new ArgumentException($"A {value.GetType().Name} is not written here.");
        }
    }

    private void Describe(Tensor tensor)
    {
        var key = storages.Count.ToString();
        storages.Add((key, tensor));
        var strides = new object?[tensor.dim()];
        for (var (i, step) = (strides.Length - 1, 1L); i >= 0; step *= tensor.shape[i--]) strides[i] = step;
        var type = tensor.dtype switch
        {
            ScalarType.Float32 => "FloatStorage",
            ScalarType.Float16 => "HalfStorage",
            ScalarType.Int64 => "LongStorage",
            _ => throw new ArgumentException($"Tensors of {tensor.dtype} are not written here."),
        };

        Global("torch._utils", "_rebuild_tensor_v2");
        Write((byte)'(');
        object?[] id = ["storage", new Named("torch", type), key, "cpu", tensor.numel()];
        Value(plain ? [.. id, null] : id);
        Write((byte)'Q');
        Value(0L);
        Value(tensor.shape.Select(size => (object?)size).ToArray());
        Value(strides);
        Value(false);
        Value(new Named("collections", "OrderedDict", []));
        Write((byte)'t', (byte)'R');
    }

    private void Global(string module, string name) => pickle.Write(Encoding.UTF8.GetBytes($"c{module}\n{name}\n"));

    private void Write(params byte[] bytes) => pickle.Write(bytes);
}
