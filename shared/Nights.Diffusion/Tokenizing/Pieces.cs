using System.Globalization;
using System.Text;

namespace Nights.Diffusion.Tokenizing;

/// <summary>
/// Cuts a word into what byte pairs are merged within: <c>'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+</c>, by code point: a regular
/// expression of .NET sees only halves of letters beyond U+FFFF.
/// </summary>
internal ref struct Pieces(ReadOnlySpan<char> word)
{
    private static readonly string[] Contractions = ["'s", "'t", "'re", "'ve", "'m", "'ll", "'d"];
    private ReadOnlySpan<char> rest = word;

    public ReadOnlySpan<char> Current { get; private set; }

    public bool MoveNext()
    {
        if (rest.IsEmpty)
            return false;
        var length = Length(rest);
        Current = rest[..length];
        rest = rest[length..];
        return true;
    }

    private static int Length(ReadOnlySpan<char> text)
    {
        foreach (var contraction in Contractions)
            if (text.StartsWith(contraction, StringComparison.Ordinal))
                return contraction.Length;
        var kind = KindOf(text, out var length);
        while (kind != Kind.Number && length < text.Length && KindOf(text[length..], out var next) == kind)
            length += next;
        return length;
    }

    private static Kind KindOf(ReadOnlySpan<char> text, out int length)
    {
        Rune.DecodeFromUtf16(text, out var rune, out length);
        return Rune.GetUnicodeCategory(rune) switch
        {
            <= UnicodeCategory.OtherLetter => Kind.Letter,
            UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => Kind.Number,
            _ => Kind.Other,
        };
    }

    private enum Kind
    {
        Letter,
        Number,
        Other,
    }
}
