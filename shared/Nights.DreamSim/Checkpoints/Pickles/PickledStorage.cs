using static TorchSharp.torch;

namespace Nights.DreamSim.Checkpoints.Pickles;

/// <summary>A run of numbers of one type, which lies elsewhere in the file under a key.</summary>
/// <param name="Key">Name of the run.</param>
/// <param name="Type">Type of its numbers.</param>
/// <param name="Count">How many.</param>
internal sealed record PickledStorage(string Key, ScalarType Type, long Count)
{
    public long Bytes => checked(Count * Size(Type));

    /// <summary>Bytes of a number.</summary>
    public static int Size(ScalarType type) => type switch
    {
        ScalarType.Float64 or ScalarType.Int64 => 8,
        ScalarType.Float32 or ScalarType.Int32 => 4,
        ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Int16 => 2,
        _ => 1,
    };

    /// <summary>The type of torch's storage classes; null for what is none.</summary>
    public static ScalarType? TypeOf(PickledGlobal global) => global is not { Module: "torch" or "torch.cuda" } ? null : global.Name switch
    {
        "DoubleStorage" => ScalarType.Float64,
        "FloatStorage" => ScalarType.Float32,
        "HalfStorage" => ScalarType.Float16,
        "BFloat16Storage" => ScalarType.BFloat16,
        "LongStorage" => ScalarType.Int64,
        "IntStorage" => ScalarType.Int32,
        "ShortStorage" => ScalarType.Int16,
        "CharStorage" => ScalarType.Int8,
        "ByteStorage" => ScalarType.Byte,
        "BoolStorage" => ScalarType.Bool,
        _ => null,
    };
}

/// <summary>A tensor as the file describes it: a view of a storage, whose numbers have not been read.</summary>
internal sealed record PickledTensor(PickledStorage Storage, long Offset, long[] Shape, long[] Strides)
{
    public long Count => Shape.Aggregate(1L, (product, size) => checked(product * size));

    /// <summary>Refuses views that leave their storage, or that would blow a small one up.</summary>
    /// <exception cref="InvalidDataException">The view does not fit.</exception>
    public PickledTensor Checked()
    {
        var last = Offset;
        var fits = Offset >= 0 && Shape.Length == Strides.Length && Shape.All(size => size >= 0) && Strides.All(stride => stride >= 0);
        try
        {
            for (var i = 0; fits && i < Shape.Length; i++) last = checked(last + Math.Max(0, Shape[i] - 1) * Strides[i]);
            fits = fits && Count <= Storage.Count && (Count == 0 || last < Storage.Count);
        }
        catch (OverflowException)
        {
            fits = false;
        }

        return fits ? this : throw new InvalidDataException(
            $"a tensor of shape [{string.Join(", ", Shape)}], steps [{string.Join(", ", Strides)}] and offset {Offset} leaves its storage of {Storage.Count} numbers");
    }

    /// <summary>The tensor, of its own memory.</summary>
    /// <param name="storage">The numbers of the whole storage, flat.</param>
    public Tensor View(Tensor storage)
    {
        using var view = storage.as_strided(Shape, Strides, Offset);
        return view.clone();
    }
}
