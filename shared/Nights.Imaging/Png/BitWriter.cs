using System.Buffers.Binary;

namespace Nights.Imaging.Png;

/// <summary>Appends bits, least significant first, as DEFLATE wants them (RFC 1951, 3.1.1).</summary>
internal sealed class BitWriter(int capacity)
{
    private byte[] bytes = new byte[capacity];
    private int length;
    private ulong pending;
    private int pendingBits;

    /// <summary>At most 32 bits.</summary>
    public void Write(uint value, int bits)
    {
        pending |= (ulong)value << pendingBits;
        pendingBits += bits;
        if (pendingBits < 32)
            return;
        Reserve(4);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(length), (uint)pending);
        length += 4;
        pending >>= 32;
        pendingBits -= 32;
    }

    /// <summary>Writes what is pending, the last byte filled with zeros.</summary>
    public void Align()
    {
        for (Reserve(4); pendingBits > 0; pendingBits -= 8, pending >>= 8)
            bytes[length++] = (byte)pending;
        pendingBits = 0;
    }

    private void Reserve(int count)
    {
        if (length + count > bytes.Length)
            Array.Resize(ref bytes, bytes.Length * 2 + count);
    }

    public byte[] ToArray() => bytes.AsSpan(0, length).ToArray();
}
