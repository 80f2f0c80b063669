using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Nights.DreamSim.Judgements.Layouts;

/// <summary>Numbers of a NumPy <c>.npy</c> file: one array of floats or integers, little-endian. Nothing else that such a file can hold is read.</summary>
/// <remarks>Source: the format's description in numpy's documentation (NEP 1).</remarks>
public static partial class NpyFile
{
    private static readonly byte[] Magic = [0x93, .. "NUMPY"u8];

    /// <summary>All numbers, in the file's order.</summary>
    /// <exception cref="InvalidDataException">No <c>.npy</c> file, another element type, or cut short.</exception>
    public static double[] Read(string path)
    {
        var bytes = File.ReadAllBytes(path);
        if (bytes.Length < 10 || !bytes.AsSpan(0, 6).SequenceEqual(Magic)) throw new InvalidDataException($"{path} is no .npy file: its first bytes are not NumPy's.");
        var (start, length) = bytes[6] == 1
            ? (10, BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(8)))
            : bytes.Length >= 12 ? (12, (long)BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(8))) : (12, long.MaxValue);
        if (start + length > bytes.Length) throw new InvalidDataException($"{path} is cut short: its header is said to be {length} bytes long.");

        var header = Encoding.Latin1.GetString(bytes, start, (int)length);
        var type = Type().Match(header).Groups[1].Value;
        var size = type switch
        {
            "<f8" or "<i8" => 8,
            "<f4" or "<i4" => 4,
            "|u1" or "|b1" => 1,
            _ => throw new InvalidDataException($"{path} holds elements of type '{type}'; <f4, <f8, <i4, <i8, |u1 and |b1 can be read."),
        };
        var count = Shape().Match(header) is { Success: true } shape
            ? shape.Groups[1].Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Aggregate(1L, (product, edge) => checked(product * long.Parse(edge, CultureInfo.InvariantCulture)))
            : throw new InvalidDataException($"{path} has no shape in its header: {header.Trim()}.");
        var data = bytes.AsSpan(start + (int)length);
        if (count > data.Length / size)
            throw new InvalidDataException($"{path} is cut short: {count} elements of {size} bytes are announced, {data.Length} bytes are there.");

        var numbers = new double[count];
        for (var i = 0; i < numbers.Length; i++) numbers[i] = Number(type, data[(i * size)..]);
        return numbers;
    }

    /// <summary>The one number of a file that holds one.</summary>
    /// <exception cref="InvalidDataException">It cannot be read, or holds several.</exception>
    public static double ReadOne(string path) => Read(path) is [var only]
        ? only
        : throw new InvalidDataException($"{path} holds {Read(path).Length} numbers; a judgement is one.");

    private static double Number(string type, ReadOnlySpan<byte> at) => type switch
    {
        "<f8" => BinaryPrimitives.ReadDoubleLittleEndian(at),
        "<f4" => BinaryPrimitives.ReadSingleLittleEndian(at),
        "<i8" => BinaryPrimitives.ReadInt64LittleEndian(at),
        "<i4" => BinaryPrimitives.ReadInt32LittleEndian(at),
        _ => at[0],
    };

    [GeneratedRegex("'descr'\\s*:\\s*'([^']*)'")]
    private static partial Regex Type();

    [GeneratedRegex("'shape'\\s*:\\s*\\(([\\d,\\s]*)\\)")]
    private static partial Regex Shape();
}
