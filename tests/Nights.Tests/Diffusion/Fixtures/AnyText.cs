using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Nights.Tests.Diffusion.Fixtures;

/// <summary>Random valid Unicode, rich in what tokenizers get wrong: blanks of all kinds, marks, digits, apostrophes, letters beyond U+FFFF, specials.</summary>
public static class AnyText
{
    private static readonly (int First, int Last)[] Ranges =
    [
        (0x20, 0x7E), ('a', 'z'), ('0', '9'), (0x00, 0x1F), (0x80, 0xFF), (0x100, 0x24F), (0x300, 0x36F), (0x370, 0x3FF), (0x590, 0x6FF), (0x900, 0x97F),
        (0x1E00, 0x206F), (0x2150, 0x218F), (0x3040, 0x30FF), (0x4E00, 0x4FFF), (0xAC00, 0xACFF), (0xE000, 0xE0FF), (0xFB00, 0xFFFD),
        (0x10400, 0x1044F), (0x1D400, 0x1D7FF), (0x1F300, 0x1F6FF), (0x20000, 0x200FF), (0x0, 0xD7FF), (0x10000, 0x10FFFF),
    ];

    private static readonly string[] Traps = ["'s", "'LL", "!", "<|endoftext|>", "<|", " red ", "an image of a", "İ", "ΟΔΟΣ", "\r\n", "\u00A0", "fox", "_"];

    public static Arbitrary<string> Text()
    {
        var letter = Gen.Elements(Ranges).SelectMany(range => Gen.Choose(range.First, range.Last)).Select(value => new Rune(value).ToString());
        var part = Gen.Frequency((4, letter), (1, Gen.Elements(Traps)));
        return part.ListOf().Select(string.Concat).ToArbitrary();
    }
}
