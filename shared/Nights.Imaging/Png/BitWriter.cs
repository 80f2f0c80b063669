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
        while (pendingBits >= 8)
        {
            if (length == bytes.Length)
                Array.Resize(ref bytes, bytes.Length * 2);
            bytes[length++] = (byte)pending;
            pending >>= 8;
            pendingBits -= 8;
        }
    }

    /// <summary>Fills the last byte with zeros.</summary>
    public void Align()
    {
        if (pendingBits > 0)
            Write(0, 8 - pendingBits);
    }

    public byte[] ToArray() => bytes.AsSpan(0, length).ToArray();
}
