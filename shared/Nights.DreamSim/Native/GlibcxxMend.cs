using System.Buffers.Binary;
using System.Text;

namespace Nights.DreamSim.Native;

/// <summary>
/// Makes TorchSharp's native library load where libstdc++ is older than GCC 13's (Debian 12, Ubuntu 22.04).
/// </summary>
/// <remarks>
/// The library needs one symbol newer than GLIBCXX_3.4.30: <c>std::ios_base_library_init()</c> at GLIBCXX_3.4.32, which only makes sure
/// that iostreams are initialised; libtorch's own libraries do that anyway. Three edits in place, in a copy: the symbol's name becomes that
/// of a harmless function of the same shape (<c>std::uncaught_exceptions()</c>, GLIBCXX_3.4.22); the version's name and its hash follow.
/// Layout: System V ABI, ELF-64, little endian.
/// </remarks>
public static class GlibcxxMend
{
    /// <summary>The version that an old libstdc++ lacks.</summary>
    public const string Missing = "GLIBCXX_3.4.32";

    private const string Present = "GLIBCXX_3.4.22";
    private const uint VersionNeeds = 0x6FFFFFFE;       // SHT_GNU_verneed

    /// <summary>Edits the library in place.</summary>
    /// <param name="elf">The whole shared library; a copy that the caller owns.</param>
    /// <exception cref="InvalidDataException">Not a 64-bit ELF file, or one that does not need what is to be replaced.</exception>
    public static void Apply(Span<byte> elf)
    {
        if (elf.Length < 64 || !elf[..5].SequenceEqual("\u007fELF\u0002"u8))
            throw new InvalidDataException("Not a 64-bit ELF library.");

        var needs = FindSection(elf, section => section.Type == VersionNeeds);
        var strings = ReadSection(elf, needs.Link);

        Replace(Slice(elf, strings), "_ZSt21ios_base_library_initv\0"u8, "_ZSt19uncaught_exceptionsv\0"u8);
        Replace(Slice(elf, strings), Encoding.ASCII.GetBytes(Missing + '\0'), Encoding.ASCII.GetBytes(Present + '\0'));
        Replace(Slice(elf, needs), HashBytes(Missing), HashBytes(Present));
    }

    /// <summary>The System V hash of a symbol version's name.</summary>
    public static uint Hash(string name)
    {
        uint hash = 0;
        foreach (var letter in Encoding.ASCII.GetBytes(name))
        {
            hash = (hash << 4) + letter;
            var top = hash & 0xF0000000;
            hash = (hash ^ (top >> 24)) & ~top;
        }

        return hash;
    }

    private static byte[] HashBytes(string name)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, Hash(name));
        return bytes;
    }

    private static Section FindSection(ReadOnlySpan<byte> elf, Func<Section, bool> wanted)
    {
        var count = BinaryPrimitives.ReadUInt16LittleEndian(elf[0x3C..]);
        for (var i = 0; i < count; i++)
        {
            var section = ReadSection(elf, i);
            if (wanted(section)) return section;
        }

        throw new InvalidDataException("The ELF library needs no symbol versions.");
    }

    private static Section ReadSection(ReadOnlySpan<byte> elf, int index)
    {
        var table = BinaryPrimitives.ReadInt64LittleEndian(elf[0x28..]);
        var size = BinaryPrimitives.ReadUInt16LittleEndian(elf[0x3A..]);
        var start = table + (long)index * size;
        if (start < 0 || start + 64 > elf.Length)
            throw new InvalidDataException($"The ELF library ends before its section header {index}.");

        var header = elf.Slice((int)start, 64);
        return new Section(
            BinaryPrimitives.ReadUInt32LittleEndian(header[4..]),
            BinaryPrimitives.ReadInt64LittleEndian(header[24..]),
            BinaryPrimitives.ReadInt64LittleEndian(header[32..]),
            BinaryPrimitives.ReadInt32LittleEndian(header[40..]));
    }

    private static Span<byte> Slice(Span<byte> elf, Section section) =>
        section.Start >= 0 && section.Size >= 0 && section.Start + section.Size <= elf.Length
            ? elf.Slice((int)section.Start, (int)section.Size)
            : throw new InvalidDataException("A section of the ELF library lies outside of the file.");

    private static void Replace(Span<byte> section, ReadOnlySpan<byte> old, ReadOnlySpan<byte> with)
    {
        var at = section.IndexOf(old);
        if (at < 0)
            throw new InvalidDataException($"The ELF library does not hold '{Encoding.ASCII.GetString(old).TrimEnd('\0')}': another version than the mend is for.");
        with.CopyTo(section[at..]);
    }

    private readonly record struct Section(uint Type, long Start, long Size, int Link);
}
