using System.Text.Json;
using static TorchSharp.torch;

namespace Nights.DreamSim.Checkpoints;

/// <summary>One entry of a safetensors header: what a tensor is and where its bytes lie, counted from the start of the data.</summary>
internal readonly record struct TensorPlace(ScalarType Type, long[] Shape, long Start, long End)
{
    /// <summary>Reads and checks one entry.</summary>
    /// <exception cref="InvalidDataException">Unknown type, or offsets that fit neither the shape nor the file.</exception>
    public static TensorPlace Read(JsonProperty entry, string file, long dataLength)
    {
        var type = entry.Value.GetProperty("dtype").GetString() switch
        {
            "F64" => ScalarType.Float64,
            "F32" => ScalarType.Float32,
            "F16" => ScalarType.Float16,
            "BF16" => ScalarType.BFloat16,
            "I64" => ScalarType.Int64,
            "I32" => ScalarType.Int32,
            "I16" => ScalarType.Int16,
            "I8" => ScalarType.Int8,
            "U8" => ScalarType.Byte,
            "BOOL" => ScalarType.Bool,
            var other => throw new InvalidDataException($"Tensor '{entry.Name}' of {file} has the unknown type {other}."),
        };
        var shape = entry.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64()).ToArray();
        var offsets = entry.Value.GetProperty("data_offsets").EnumerateArray().Select(offset => offset.GetInt64()).ToArray();
        if (offsets is not [var start, var end] || start < 0 || end < start || shape.Any(size => size < 0))
            throw new InvalidDataException($"Tensor '{entry.Name}' of {file} has no place: offsets [{string.Join(", ", offsets)}].");
        if (end > dataLength)
            throw new InvalidDataException($"{file} is cut short: tensor '{entry.Name}' ends at byte {end} of {dataLength}.");

        var bytes = shape.Aggregate((long)Size(type), (product, size) => checked(product * size));
        return bytes == end - start
            ? new TensorPlace(type, shape, start, end)
            : throw new InvalidDataException($"Tensor '{entry.Name}' of {file} takes {end - start} bytes; its shape [{string.Join(", ", shape)}] needs {bytes}.");
    }

    /// <summary>Writes one entry.</summary>
    /// <returns>Where the next tensor starts.</returns>
    public static long Describe(Utf8JsonWriter json, string name, Tensor tensor, long start)
    {
        json.WriteStartObject(name);
        json.WriteString("dtype", tensor.dtype switch
        {
            ScalarType.Float64 => "F64",
            ScalarType.Float32 => "F32",
            ScalarType.Float16 => "F16",
            ScalarType.BFloat16 => "BF16",
            ScalarType.Int64 => "I64",
            ScalarType.Int32 => "I32",
            ScalarType.Int16 => "I16",
            ScalarType.Int8 => "I8",
            ScalarType.Byte => "U8",
            ScalarType.Bool => "BOOL",
            _ => throw new ArgumentException($"Tensor '{name}' is of type {tensor.dtype}, which safetensors does not hold."),
        });
        json.WriteStartArray("shape");
        foreach (var size in tensor.shape) json.WriteNumberValue(size);
        json.WriteEndArray();
        var end = start + tensor.numel() * Size(tensor.dtype);
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(start);
        json.WriteNumberValue(end);
        json.WriteEndArray();
        json.WriteEndObject();
        return end;
    }

    /// <summary>A new tensor from the stream's position.</summary>
    public Tensor Load(Stream content)
    {
        var bytes = new byte[End - Start];
        content.ReadExactly(bytes);
        var tensor = empty(Shape, Type);
        bytes.CopyTo(tensor.bytes);
        return tensor;
    }

    private static int Size(ScalarType type) => type switch
    {
        ScalarType.Float64 or ScalarType.Int64 => 8,
        ScalarType.Float32 or ScalarType.Int32 => 4,
        ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Int16 => 2,
        _ => 1,
    };
}
