using System.Text.Json;
using Nights.Diffusion.Procedural;
using Nights.Domain.Storage;

namespace Nights.Tests.Diffusion.Fixtures;

/// <summary>A vocabulary of CLIP's make in which some 400 words are one token each: the demo model's own, then words of the category lists, and a few for contractions.</summary>
internal static class FixtureVocabulary
{
    private const int Words = 400;
    private static readonly string[] Endings = ["'s", "'t", "'re", "'ve", "'m", "'ll", "'d", "!!", "!!!"];

    public static ProceduralVocabulary Build { get; } = new(Lexicon.Words.Concat(Endings).Concat(CategoryWords()).Distinct().Take(Words));

    /// <summary>A tokenizer folder of Hugging Face's layout.</summary>
    /// <param name="folder">Is created.</param>
    /// <param name="pad">The token that pads.</param>
    /// <param name="configPad">What tokenizer_config.json says pads; special_tokens_map.json has the last word.</param>
    public static void Write(string folder, string pad = ProceduralVocabulary.End, string configPad = ProceduralVocabulary.End)
    {
        Directory.CreateDirectory(folder);
        Text("vocab.json", JsonSerializer.Serialize(Build.Tokens.Select((token, id) => (token, id)).ToDictionary(entry => entry.token, entry => entry.id)));
        Text("merges.txt", string.Join('\n', ["#version: 0.2", .. Build.Merges]) + "\n");
        Text("tokenizer_config.json", JsonSerializer.Serialize(new { model_max_length = 77, pad_token = configPad, tokenizer_class = "CLIPTokenizer" }));
        Text("special_tokens_map.json", JsonSerializer.Serialize(new
        {
            bos_token = new { content = ProceduralVocabulary.Begin, normalized = true },
            eos_token = new { content = ProceduralVocabulary.End, normalized = true },
            pad_token = pad,
        }));

        void Text(string file, string text) => File.WriteAllText(Path.Combine(folder, file), text);
    }

    private static IEnumerable<string> CategoryWords()
    {
        using var stream = typeof(ObjectKeys).Assembly.GetManifestResourceStream("categories/imagenet1k").ShouldNotBeNull();
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split([' ', '\n', ',', '-', '\''], StringSplitOptions.RemoveEmptyEntries).Where(word => word.All(char.IsAsciiLetterLower))];
    }
}
