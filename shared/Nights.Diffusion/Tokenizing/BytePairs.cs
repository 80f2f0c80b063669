using System.Numerics.Tensors;
using System.Text;
using Nights.Diffusion.Models;

namespace Nights.Diffusion.Tokenizing;

/// <summary>
/// Byte-level byte pair encoding: a piece is spelt byte by byte, its last byte marked, and the adjacent pair of the lowest rank is merged, leftmost first,
/// until no pair has a rank (Sennrich et al. 2016, as CLIP uses it).
/// </summary>
internal sealed class BytePairs
{
    private const int NoRank = int.MaxValue;

    /// <summary>Lines that CLIP reads: its 49,152 tokens less bytes, marked bytes and the specials. Older files go on after them.</summary>
    private const int MostMerges = 49152 - 256 - 2;

    private readonly Dictionary<(int Left, int Right), (int Rank, int Id)> merges = [];
    private readonly int[] inside = new int[256];
    private readonly int[] ending = new int[256];

    /// <param name="vocabulary">Ids by token.</param>
    /// <param name="mergesFile">A pair of tokens a line, in order of rank.</param>
    /// <param name="unknown">Id of bytes that are not in the vocabulary.</param>
    /// <exception cref="ModelFolderException">A line is no pair, or speaks of tokens that the vocabulary has not.</exception>
    public BytePairs(IReadOnlyDictionary<string, int> vocabulary, string mergesFile, int unknown)
    {
        for (var value = 0; value < 256; value++)
        {
            inside[value] = vocabulary.GetValueOrDefault(ByteAlphabet.Symbol((byte)value), unknown);
            ending[value] = vocabulary.GetValueOrDefault(ByteAlphabet.Symbol((byte)value) + ByteAlphabet.EndOfWord, unknown);
        }
        foreach (var line in ModelFile.Lines(mergesFile).Where(line => line.Length > 0 && !line.StartsWith("#version", StringComparison.Ordinal)).Take(MostMerges))
        {
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            if (space <= 0 || !vocabulary.TryGetValue(line[..space], out var left) || !vocabulary.TryGetValue(line[(space + 1)..], out var right)
                || !vocabulary.TryGetValue(line.Remove(space, 1), out var merged))
                throw new ModelFolderException($"'{mergesFile}': the merge '{line}' is not of two tokens of vocab.json that make a third.");
            merges.TryAdd((left, right), (merges.Count, merged));
        }
    }

    /// <summary>Adds the ids of one piece: a run of letters, a digit, punctuation.</summary>
    public void Encode(ReadOnlySpan<char> piece, List<int> ids)
    {
        Span<byte> bytes = piece.Length <= 85 ? stackalloc byte[255] : new byte[Encoding.UTF8.GetMaxByteCount(piece.Length)];
        bytes = bytes[..Encoding.UTF8.GetBytes(piece, bytes)];
        Span<int> symbols = bytes.Length <= 256 ? stackalloc int[256] : new int[bytes.Length];
        symbols = symbols[..bytes.Length];
        for (var i = 0; i < bytes.Length - 1; i++)
            symbols[i] = inside[bytes[i]];
        symbols[^1] = ending[bytes[^1]];
        foreach (var id in Merged(symbols))
            ids.Add(id);
    }

    private Span<int> Merged(Span<int> symbols)
    {
        Span<int> ranks = symbols.Length <= 256 ? stackalloc int[256] : new int[symbols.Length];
        ranks = ranks[..(symbols.Length - 1)];
        for (var i = 0; i < ranks.Length; i++)
            ranks[i] = Rank(symbols, i);
        while (ranks.Length > 0)
        {
            var at = TensorPrimitives.IndexOfMin<int>(ranks);  // the first of equals
            if (ranks[at] == NoRank)
                break;
            symbols[at] = merges[(symbols[at], symbols[at + 1])].Id;
            symbols[(at + 2)..].CopyTo(symbols[(at + 1)..]);
            symbols = symbols[..^1];
            ranks[(at + 1)..].CopyTo(ranks[at..]);
            ranks = ranks[..^1];
            if (at > 0)
                ranks[at - 1] = Rank(symbols, at - 1);
            if (at < ranks.Length)
                ranks[at] = Rank(symbols, at);
        }
        return symbols;
    }

    private int Rank(ReadOnlySpan<int> symbols, int at) => merges.TryGetValue((symbols[at], symbols[at + 1]), out var merge) ? merge.Rank : NoRank;
}
