using System.Buffers.Binary;
using Nights.Imaging;

namespace Nights.NumericsTests.Judgements;

/// <summary>Files of the public layouts, made small.</summary>
internal static class SmallPictures
{
    /// <summary>A PNG of one colour.</summary>
    public static void Png(string path, byte value)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var picture = new PixelImage(12, 12);
        picture.Bytes.Fill(value);
        File.WriteAllBytes(path, picture.EncodePng());
    }

    /// <summary>A Windows bitmap of 24 bits a pixel and one colour, as TID2013 has them.</summary>
    public static void Bmp(string path, byte red, byte green, byte blue)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var bytes = new byte[54 + 12 * 36];
        "BM"u8.CopyTo(bytes);
        foreach (var (at, value) in new[] { (2, bytes.Length), (10, 54), (14, 40), (18, 12), (22, 12), (34, 12 * 36) }) BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at), value);
        (bytes[26], bytes[28]) = (1, 24);
        for (var i = 54; i < bytes.Length; i += 3) (bytes[i], bytes[i + 1], bytes[i + 2]) = (blue, green, red);
        File.WriteAllBytes(path, bytes);
    }

    /// <summary>A .npy file of one number, of version 1.0.</summary>
    public static byte[] Npy(double value, string type = "<f8", string shape = "(1,)")
    {
        var header = $"{{'descr': '{type}', 'fortran_order': False, 'shape': {shape}, }}".PadRight(117) + "\n";
        var data = new byte[type[^1] - '0'];
        switch (type)
        {
            case "<f4": BinaryPrimitives.WriteSingleLittleEndian(data, (float)value); break;
            case "<f8": BinaryPrimitives.WriteDoubleLittleEndian(data, value); break;
            case "<i4": BinaryPrimitives.WriteInt32LittleEndian(data, (int)value); break;
            case "<i8": BinaryPrimitives.WriteInt64LittleEndian(data, (long)value); break;
            default: data[0] = (byte)value; break;
        }
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. System.Text.Encoding.ASCII.GetBytes(header), .. data];
    }
}
