namespace Nights.Diffusion.Tokenizing;

/// <summary>
/// CLIP's printable stand-ins for the 256 byte values, so that any text can be spelt in a vocabulary of visible characters: printable Latin-1 stands for
/// itself, the others follow from U+0100.
/// </summary>
internal static class ByteAlphabet
{
    public const string EndOfWord = "</w>";

    /// <summary>Byte values in the order of their token ids: the printable ones, from "!" as 0, then the rest.</summary>
    public static readonly byte[] InOrder = [.. Enumerable.Range(0, 256).OrderBy(value => IsPrintable(value) ? 0 : 1).Select(value => (byte)value)];

    private static readonly string[] Symbols = Spell();

    /// <summary>The one-character stand-in of a byte.</summary>
    public static string Symbol(byte value) => Symbols[value];

    private static string[] Spell()
    {
        var symbols = new string[256];
        var next = 256;
        for (var value = 0; value < 256; value++)
            symbols[value] = ((char)(IsPrintable(value) ? value : next++)).ToString();
        return symbols;
    }

    private static bool IsPrintable(int value) => value is >= 33 and <= 126 or >= 161 and <= 172 or >= 174;
}
