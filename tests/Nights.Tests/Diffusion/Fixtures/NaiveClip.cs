using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Nights.Tests.Diffusion.Fixtures;

/// <summary>
/// CLIP's tokenization written a second time, as plainly as it can be said and sharing nothing with the product: whole prompt at once, the published
/// pattern, string pairs, every occurrence of the best pair merged in a pass.
/// </summary>
internal sealed class NaiveClip
{
    private const string Begin = "<|startoftext|>";
    private const string End = "<|endoftext|>";
    private const string Pattern = @"'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+";
    private readonly Dictionary<string, int> vocabulary;
    private readonly Dictionary<string, int> ranks = [];
    private readonly string pad;

    public NaiveClip(string folder, string pad)
    {
        vocabulary = JsonSerializer.Deserialize<Dictionary<string, int>>(File.ReadAllText(Path.Combine(folder, "vocab.json")))!;
        foreach (var merge in File.ReadAllLines(Path.Combine(folder, "merges.txt")).Skip(1).Take(48894))
            ranks.TryAdd(merge, ranks.Count);
        this.pad = pad;
    }

    public int[] Encode(string prompt)
    {
        var content = Content(prompt).Take(75).ToArray();
        return [vocabulary[Begin], .. content, vocabulary[End], .. Enumerable.Repeat(vocabulary[pad], 75 - content.Length)];
    }

    public IEnumerable<int> Content(string prompt)
    {
        var text = string.Concat(Regex.Replace(prompt.Normalize(NormalizationForm.FormC), @"\s+", " ")
            .EnumerateRunes().Select(rune => rune.Value == 0x130 ? "i\u0307" : Rune.ToLowerInvariant(rune).ToString()));
        var special = new[] { Begin, End, pad }.Distinct().Select(Regex.Escape);
        return Regex.Split(text, $"({string.Join('|', special)})").SelectMany(part =>
            part == Begin || part == End || part == pad ? [vocabulary[part]] : Words(part).SelectMany(Merge).Select(token => vocabulary[token]));
    }

    /// <summary>The pattern sees one character a code point: letters beyond U+FFFF are shown to it as x, numbers as 1, the rest as #.</summary>
    private static IEnumerable<string> Words(string text)
    {
        var runes = text.EnumerateRunes().ToArray();
        var shown = string.Concat(runes.Select(rune => rune.IsBmp ? rune.ToString() : Rune.IsLetter(rune) ? "x" : IsNumber(rune) ? "1" : "#"));
        return Regex.Matches(shown, Pattern).Select(match => string.Concat(runes.Skip(match.Index).Take(match.Length)));
    }

    private static bool IsNumber(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;

    private List<string> Merge(string word)
    {
        var symbols = Encoding.UTF8.GetBytes(word).Select(Printable).ToList();
        symbols[^1] += "</w>";
        while (true)
        {
            var best = symbols.Zip(symbols.Skip(1), (left, right) => $"{left} {right}").Where(ranks.ContainsKey).MinBy(pair => ranks[pair]);
            if (best is null)
                return symbols;
            var merged = new List<string>();
            for (var i = 0; i < symbols.Count; i++)
                if (i + 1 < symbols.Count && $"{symbols[i]} {symbols[i + 1]}" == best)
                    merged.Add(symbols[i] + symbols[++i]);
                else
                    merged.Add(symbols[i]);
            symbols = merged;
        }
    }

    /// <summary>! to ~, ¡ to ¬ and ® to ÿ are themselves; the n-th of the other bytes is U+0100 + n.</summary>
    private static string Printable(byte value)
    {
        bool Itself(int other) => other is >= '!' and <= '~' or >= '¡' and <= '¬' or >= '®' and <= 'ÿ';
        return ((char)(Itself(value) ? value : 256 + Enumerable.Range(0, value).Count(other => !Itself(other)))).ToString();
    }
}
