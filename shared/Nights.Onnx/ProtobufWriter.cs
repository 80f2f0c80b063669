using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Nights.Onnx;

/// <summary>Writes one protobuf message: varints, 32-bit floats and length-delimited fields are all that ONNX needs. Same calls, same bytes.</summary>
internal sealed class ProtobufWriter
{
    private const int LengthDelimited = 2;
    private const int FixedFourBytes = 5;
    private readonly ArrayBufferWriter<byte> bytes = new();

    /// <summary>What was written so far; valid until more is.</summary>
    public ReadOnlySpan<byte> Written => bytes.WrittenSpan;

    public ProtobufWriter Integer(int field, long value)
    {
        Varint((ulong)(field << 3));
        Varint((ulong)value);
        return this;
    }

    public ProtobufWriter Float(int field, float value)
    {
        Varint((ulong)((field << 3) | FixedFourBytes));
        BinaryPrimitives.WriteSingleLittleEndian(bytes.GetSpan(4), value);
        bytes.Advance(4);
        return this;
    }

    public ProtobufWriter Bytes(int field, ReadOnlySpan<byte> value)
    {
        Header(field, value.Length).bytes.Write(value);
        return this;
    }

    public ProtobufWriter Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    public ProtobufWriter Message(int field, ProtobufWriter value) => Bytes(field, value.Written);

    /// <summary>The start of a field whose content of that many bytes is written elsewhere, right after this message.</summary>
    public ProtobufWriter Header(int field, long length)
    {
        Varint((ulong)((field << 3) | LengthDelimited));
        Varint((ulong)length);
        return this;
    }

    private void Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            bytes.Write([(byte)(value | 0x80)]);
        bytes.Write([(byte)value]);
    }
}
