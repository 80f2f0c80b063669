using System.Text;

namespace Nights.Diffusion.Models;

/// <summary>Walks the fields of a protobuf message in a seekable file without reading what is skipped, so models of any size are quick to look into.</summary>
internal static class ProtobufReader
{
    /// <summary>A field and the position after its content. The file stands at the content while the field is current.</summary>
    public readonly record struct Field(int Number, long End);

    /// <exception cref="InvalidDataException">A field reaches beyond the message, or is of no known kind.</exception>
    public static IEnumerable<Field> Fields(Stream file, long end)
    {
        while (file.Position < end)
        {
            var tag = Varint(file, end);
            var start = file.Position;
            var length = (tag & 7) switch
            {
                0 => LengthOfVarint(file, end),
                1 => 8,
                2 => (long)Varint(file, end) is var size and >= 0 ? size + file.Position - start : throw new InvalidDataException("a length is negative"),
                5 => 4,
                _ => throw new InvalidDataException($"byte {start} begins no field"),
            };
            if (length > end - start)
                throw new InvalidDataException($"the field at byte {start} ends at {start + length}, after byte {end}");
            yield return new Field((int)(tag >> 3), start + length);
            file.Position = start + length;
        }
    }

    public static string Text(Stream file, Field field)
    {
        var bytes = new byte[field.End - file.Position];
        file.ReadExactly(bytes);
        return Encoding.UTF8.GetString(bytes);
    }

    private static long LengthOfVarint(Stream file, long end)
    {
        var start = file.Position;
        Varint(file, end);
        return file.Position - start;
    }

    private static ulong Varint(Stream file, long end)
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = file.Position < end ? file.ReadByte() : -1;
            if (next < 0)
                throw new InvalidDataException($"it ends within a number at byte {file.Position}");
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }
        throw new InvalidDataException($"the number before byte {file.Position} is too long");
    }
}
