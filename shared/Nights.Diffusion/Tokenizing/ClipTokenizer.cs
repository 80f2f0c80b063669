using System.Collections.ObjectModel;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.ML.Tokenizers;
using Nights.Diffusion.Models;

namespace Nights.Diffusion.Tokenizing;

/// <summary>
/// CLIP's byte-level BPE over a folder's <c>vocab.json</c> and <c>merges.txt</c>, as Hugging Face's fast tokenizer does it: NFC, white space to one
/// space, lower case; letters in runs, digits one by one, contractions apart. Framing is ours: begin, ids cut so that the end token always stays, end, padding.
/// </summary>
public sealed partial class ClipTokenizer
{
    private const string Begin = "<|startoftext|>";
    private const string End = "<|endoftext|>";
    private readonly BpeTokenizer bpe;
    private readonly string pad;

    private ClipTokenizer(BpeTokenizer bpe, int begin, int end, string pad, int padId, int length) =>
        (this.bpe, BeginId, EndId, this.pad, PadId, Length) = (bpe, begin, end, pad, padId, length);

    /// <summary>Ids of an encoded prompt: 77 for every CLIP text encoder.</summary>
    public int Length { get; }

    public int BeginId { get; }

    public int EndId { get; }

    /// <summary>The end token for Stable Diffusion 1, "!" for 2 and for the second encoder of XL.</summary>
    public int PadId { get; }

    /// <exception cref="ModelFolderException">A file is missing or is not what its name says.</exception>
    public static ClipTokenizer Open(string folder)
    {
        var vocabulary = Vocabulary(Path.Combine(folder, "vocab.json"));
        var special = new Dictionary<string, int>
        {
            [Begin] = IdOf(Begin, vocabulary, folder),
            [End] = IdOf(End, vocabulary, folder),
        };
        var bpe = BpeTokenizer.Create(new BpeOptions(vocabulary)
        {
            Merges = [.. ModelFile.Lines(Path.Combine(folder, "merges.txt")).Where(line => line.Length > 0 && !line.StartsWith("#version", StringComparison.Ordinal))],
            PreTokenizer = new RegexPreTokenizer(Words(), special),
            SpecialTokens = new ReadOnlyDictionary<string, int>(special),
            UnknownToken = End,
            EndOfWordSuffix = "</w>",
            ByteLevel = true,
        });
        var config = Config(folder, "tokenizer_config.json");
        var pad = TokenText(Config(folder, "special_tokens_map.json")["pad_token"]) ?? TokenText(config["pad_token"]) ?? End;
        var length = config["model_max_length"] is JsonValue value && value.TryGetValue<int>(out var given) && given is > 2 and <= 77 ? given : 77;
        return new ClipTokenizer(bpe, special[Begin], special[End], pad, IdOf(pad, vocabulary, folder), length);
    }

    /// <summary>The prompt as <see cref="Length"/> ids.</summary>
    public int[] Encode(string prompt)
    {
        var ids = new int[Length];
        Array.Fill(ids, PadId);
        ids[0] = BeginId;
        var count = 1;
        foreach (var id in Content(prompt).Take(Length - 2))
            ids[count++] = id;
        ids[count] = EndId;
        return ids;
    }

    /// <summary>Ids of the prompt alone. Where a printable token pads, as "!" does, it is cut out of prompts whole, as Hugging Face does.</summary>
    private IEnumerable<int> Content(string prompt)
    {
        var clean = Clean(prompt);
        if (PadId == EndId || PadId == BeginId)
            return Pieces(clean);
        return clean.Split(pad).SelectMany((piece, index) => index == 0 ? Pieces(piece) : [PadId, .. Pieces(piece)]);
    }

    private IReadOnlyList<int> Pieces(string text) => string.IsNullOrWhiteSpace(text) ? [] : bpe.EncodeToIds(text);

    /// <summary>U+0130 lower-cases to two characters in the reference and to one in .NET.</summary>
    private static string Clean(string prompt) => WhiteSpace()
        .Replace(prompt.Normalize(NormalizationForm.FormC), " ")
        .Replace("İ", "i̇", StringComparison.Ordinal)
        .ToLower(CultureInfo.InvariantCulture);

    private static Dictionary<string, int> Vocabulary(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, int>>(ModelFile.Bytes(path)) ?? [];
        }
        catch (JsonException wrong)
        {
            throw new ModelFolderException($"'{path}' is not a JSON object of token to id: {wrong.Message}");
        }
    }

    private static JsonObject Config(string folder, string file)
    {
        var path = Path.Combine(folder, file);
        return File.Exists(path) ? ModelFile.Json(path) : [];
    }

    private static string? TokenText(JsonNode? token) => token is JsonObject detailed ? detailed["content"]?.ToString() : token?.ToString();

    private static int IdOf(string token, Dictionary<string, int> vocabulary, string folder) => vocabulary.TryGetValue(token, out var id)
        ? id
        : throw new ModelFolderException($"'{Path.Combine(folder, "vocab.json")}' has no token '{token}'.");

    [GeneratedRegex(@"<\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Words();

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();
}
