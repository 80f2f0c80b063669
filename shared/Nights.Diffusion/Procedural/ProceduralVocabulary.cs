using Nights.Diffusion.Tokenizing;

namespace Nights.Diffusion.Procedural;

/// <summary>A synthesised CLIP vocabulary: the byte alphabet with CLIP's ids, then as many merges as make every word of the lexicon one token.</summary>
internal sealed class ProceduralVocabulary
{
    public const string Begin = "<|startoftext|>";
    public const string End = "<|endoftext|>";
    private readonly Dictionary<(string Left, string Right), int> ranks = [];
    private readonly List<string> tokens = [.. Alphabet(), .. Alphabet().Select(symbol => symbol + ByteAlphabet.EndOfWord)];

    public ProceduralVocabulary(IEnumerable<string> words)
    {
        foreach (var word in words)
            for (var symbols = Segment(word); symbols.Count > 1; symbols = Segment(word))
                Learn(symbols[0], symbols[1]);
        tokens.AddRange([Begin, End]);
    }

    /// <summary>Tokens by id.</summary>
    public IReadOnlyList<string> Tokens => tokens;

    /// <summary>Merges in order of rank, as in <c>merges.txt</c>.</summary>
    public IEnumerable<string> Merges => ranks.OrderBy(merge => merge.Value).Select(merge => $"{merge.Key.Left} {merge.Key.Right}");

    private static IEnumerable<string> Alphabet() => ByteAlphabet.InOrder.Select(ByteAlphabet.Symbol);

    private void Learn(string left, string right)
    {
        ranks.Add((left, right), ranks.Count);
        if (!tokens.Contains(left + right))
            tokens.Add(left + right);
    }

    /// <summary>The word in the tokens learnt so far.</summary>
    private List<string> Segment(string word)
    {
        List<string> symbols = [.. word[..^1].Select(letter => letter.ToString()), word[^1] + ByteAlphabet.EndOfWord];
        while (true)
        {
            var pairs = symbols.Zip(symbols.Skip(1)).Where(ranks.ContainsKey);
            if (!pairs.Any())
                return symbols;
            var (left, right) = pairs.MinBy(pair => ranks[pair]);
            for (var i = 0; i + 1 < symbols.Count; i++)
            {
                if (symbols[i] != left || symbols[i + 1] != right)
                    continue;
                symbols[i] += right;
                symbols.RemoveAt(i + 1);
            }
        }
    }
}
