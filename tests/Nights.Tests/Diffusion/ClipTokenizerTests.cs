using FsCheck.Xunit;
using Nights.Diffusion.Models;
using Nights.Diffusion.Tokenizing;
using Nights.Tests.Diffusion.Fixtures;

namespace Nights.Tests.Diffusion;

/// <summary>Over a synthesised vocabulary in which some words are one token each and others fall to pieces; over CLIP's own where it is to be had.</summary>
public sealed class ClipTokenizerTests : IDisposable
{
    private const string End = "<|endoftext|>";
    private readonly string folder = Directory.CreateTempSubdirectory("nights-tokenizer-").FullName;

    public ClipTokenizerTests() => FixtureVocabulary.Write(folder);

    public static TheoryData<string> Adversarial =>
    [
        "", "   ", " \t\r\n\u00A0\u3000 ", "an image of a dog", "An IMAGE of a Dog", "It's they're I'VE we'll he'd I'm don't", "'s", "''s", "'S'T", "dog's'",
        "35mm f/1.8 1080p", "2024", "x²³ ½ Ⅷ ٣", "snake_case_word __init__", "a-b--c - d", "red,green;blue...", "! !! !!!", "!dog!", "wow!!!! !", "?!?!",
        "\U0001F415", "dog \U0001F436\U0001F3FD\u200D\U0001F680 flag \U0001F1E9\U0001F1EA", "e\u0301 cafe\u0301 \u0301", "nai\u0308ve re\u0301sume\u0301", "a\u0323\u0307",
        "狗的照片", "犬のphoto", "개 사진", "صورة كلب", "תמונה של כלב", "\u202Edog\u202C", "ไทยภาษา", "हिन्दी",
        "İstanbul ISPARTA ıı", "ΟΔΟΣ ΣΑΣ", "ẞ ß", "Ǆ ǅ", "ﬁre ﬀ", "K Å Ω", "\U0001D400\U0001D401 a\U0001D41A", "\U00010400\U00010428", "\U0001D7D8\U0001D7D9", "\U00020000x",
        "nul\0byte", "\u0001\u001F\u007F\u0085x", "zero\u200Bwidth\uFEFF", "soft\u00ADhyphen", "\uFFFD\uFFFF",
        "<|endoftext|>", "a<|endoftext|>b", "<|ENDOFTEXT|>", "!<|startoftext|>!", "<|endoftext", "<|endoftext|>!<|endoftext|>", "dog<|endoftext|>'s",
        "&amp; &#39; <b>", "\\ / | ` ~ ^", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        string.Join(' ', Enumerable.Range(0, 500).Select(i => i % 3 == 0 ? "red" : i % 3 == 1 ? "zebra's" : "42")),
        string.Join(' ', Enumerable.Repeat("star", 75)), string.Join(' ', Enumerable.Repeat("star", 76)), new string('!', 300), new string('狗', 400),
    ];

    [Theory]
    [MemberData(nameof(Adversarial))]
    public void Every_prompt_has_the_ids_that_the_plain_rules_give(string prompt)
    {
        foreach (var pad in new[] { End, "!" })
        {
            FixtureVocabulary.Write(folder, pad);
            Open().Encode(prompt).ShouldBe(new NaiveClip(folder, pad).Encode(prompt), $"padded with {pad}");
        }
    }

    [Property(Arbitrary = [typeof(AnyText)], MaxTest = 1500)]
    public void Any_text_has_the_ids_that_the_plain_rules_give(string prompt)
    {
        Synthesised.Open(End).Encode(prompt).ShouldBe(Synthesised.Naive(End).Encode(prompt));
        Synthesised.Open("!").Encode(prompt).ShouldBe(Synthesised.Naive("!").Encode(prompt));
    }

    [Fact]
    public void A_prompt_is_framed_and_padded_to_77()
    {
        var tokenizer = Open();

        var ids = tokenizer.Encode("a red circle");

        ids.Length.ShouldBe(77);
        Tokens(ids[..5]).ShouldBe(["<|startoftext|>", "a</w>", "red</w>", "circle</w>", End]);
        ids[5..].ShouldAllBe(id => id == tokenizer.EndId);
        tokenizer.PadId.ShouldBe(tokenizer.EndId);
    }

    [Fact]
    public void Pieces_are_what_they_look_like()
    {
        Content("").ShouldBeEmpty();
        Content("  A\tRED \n circle ").ShouldBe(["a</w>", "red</w>", "circle</w>"]);
        Content("35mm").Take(2).ShouldBe(["3</w>", "5</w>"]);
        Content("dog's").ShouldBe(["dog</w>", "'s</w>"]);
        Content("red!?circle").ShouldBe(["red</w>", "!", "?</w>", "circle</w>"]);
        Content("é").ShouldBe(["Ã", "©</w>"]);
        Content("e\u0301").ShouldBe(Content("é"), "composed first");
        Content("\U0001F415").Count.ShouldBe(4);
        Content("a" + End + "red").ShouldBe(["a</w>"], "the end token in a prompt is the end token");
        Content("a\U0001D41A").Count.ShouldBe(5, "one run of letters, so that only the last byte ends a word");
    }

    [Theory]
    [InlineData(75, "")]
    [InlineData(76, "w75")]
    [InlineData(79, "w75 w76 w77 w78")]
    public void A_long_prompt_keeps_its_end_token_and_says_what_was_cut(int count, string cut)
    {
        // 72 words of one token, then some of three: w, 7, 5.
        var prompt = "RED " + string.Join("  ", Enumerable.Range(1, 71).Select(_ => "Star")) + "\n" + string.Join(' ', Enumerable.Range(74, count - 74).Select(i => $"w{i}"));

        var encoded = Open().Tokenize(prompt);

        encoded.Ids.ShouldBe(Open().Encode(prompt));
        encoded.Ids.Length.ShouldBe(77);
        encoded.Ids[76].ShouldBe(Open().EndId);
        encoded.CutWords.ShouldBe(cut.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void A_word_cut_in_half_is_reported_as_it_was_written()
    {
        var encoded = Open().Tokenize(string.Join(' ', Enumerable.Repeat("star", 74)) + " Ångström\u00A0CAT-like");

        Tokens(encoded.Ids[74..]).ShouldBe(["star</w>", "Ã", End]);
        encoded.CutWords.ShouldBe(["Ångström", "CAT-like"]);
        Open().Tokenize("a dog").CutWords.ShouldBeEmpty();
    }

    /// <summary>Stable Diffusion 2 and the second tokenizer of XL: the configuration still says the end token, the map has the last word.</summary>
    [Fact]
    public void The_special_tokens_map_overrides_the_configuration_and_a_printable_pad_is_cut_out_of_prompts()
    {
        FixtureVocabulary.Write(folder, pad: "!", configPad: End);
        var tokenizer = Open();

        tokenizer.PadId.ShouldBe(0);
        tokenizer.Encode("! !! !!!")[1..8].ShouldBe([0, 0, 0, 0, 0, 0, tokenizer.EndId]);
        tokenizer.Encode("red")[3..].ShouldAllBe(id => id == 0);
        Content("red! !!").ShouldBe(["red</w>", "!", "!", "!"]);

        FixtureVocabulary.Write(folder, pad: End, configPad: "!");
        Open().PadId.ShouldBe(Open().EndId);
        Content("! !! !!!").ShouldBe(["!</w>", "!!</w>", "!!!</w>"]);
    }

    [Fact]
    public void Without_a_map_the_configuration_decides_and_without_both_the_end_token_pads()
    {
        FixtureVocabulary.Write(folder, configPad: "!");
        File.Delete(Path.Combine(folder, "special_tokens_map.json"));
        Open().PadId.ShouldBe(0);

        File.Delete(Path.Combine(folder, "tokenizer_config.json"));
        Open().PadId.ShouldBe(Open().EndId);
    }

    [Theory]
    [InlineData("vocab.json", """{ "<|startoftext|>": 0, "a": 1 }""", "<|endoftext|>")]
    [InlineData("vocab.json", """{ "<|startoftext|>": 0, "<|endoftext|>": "one" }""", "token to id")]
    [InlineData("special_tokens_map.json", """{ "pad_token": "<pad>" }""", "<pad>")]
    [InlineData("merges.txt", "#version: 0.2\nq zz", "'q zz'")]
    [InlineData("merges.txt", "#version: 0.2\nq", "'q'")]
    public void Files_that_do_not_fit_are_named(string file, string content, string named)
    {
        File.WriteAllText(Path.Combine(folder, file), content);

        var message = Should.Throw<ModelFolderException>(Open).Message;
        message.ShouldContain(file == "special_tokens_map.json" ? "vocab.json" : file);
        message.ShouldContain(named);
    }

    [Fact]
    public void Half_a_character_is_refused() => Should.Throw<ArgumentException>(() => Open().Encode("a \ud83d dog")).Message.ShouldContain("no valid Unicode");

    [Fact]
    public async Task Threads_share_a_tokenizer()
    {
        var tokenizer = Open();
        string[] prompts = [.. Enumerable.Range(0, 400).Select(i => $"a photo{i % 50} of zebra{i % 7}'s {i}")];
        var expected = prompts.Select(Open().Encode).ToArray();

        var encoded = await Task.WhenAll(prompts.Select(prompt => Task.Run(() => tokenizer.Encode(prompt))));

        for (var i = 0; i < prompts.Length; i++)
            encoded[i].ShouldBe(expected[i]);
    }

    /// <summary>
    /// Values of the reference implementation. CLIP's vocabulary is no part of this repository: NIGHTS_CLIP_VOCABULARY names a folder that has it. Without one
    /// there is nothing to compare with but our own rules, and those must at least agree on the same prompts.
    /// </summary>
    [Theory]
    [InlineData("An image of a dog", new[] { 550, 2867, 539, 320, 1929 })]
    [InlineData("a photo of a cat, 35mm", new[] { 320, 1125, 539, 320, 2368, 267, 274, 276, 2848 })]
    [InlineData("It's they're I'VE", new[] { 585, 568, 889, 982, 328, 1200 })]
    [InlineData("naïve café résumé", new[] { 1097, 35689, 563, 15304, 29106, 7054, 4166 })]
    public void The_published_vectors_hold(string prompt, int[] ids)
    {
        if (Environment.GetEnvironmentVariable("NIGHTS_CLIP_VOCABULARY") is { Length: > 0 } published)
            ClipTokenizer.Open(published).Encode(prompt)[..(ids.Length + 2)].ShouldBe([49406, .. ids, 49407]);
        Open().Encode(prompt).ShouldBe(new NaiveClip(folder, End).Encode(prompt));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private ClipTokenizer Open() => ClipTokenizer.Open(folder);

    private List<string> Content(string prompt)
    {
        var tokenizer = Open();
        return Tokens(tokenizer.Encode(prompt)[1..].TakeWhile(id => id != tokenizer.EndId));
    }

    private static List<string> Tokens(IEnumerable<int> ids) => [.. ids.Select(id => FixtureVocabulary.Build.Tokens[id])];

    /// <summary>One folder for each pad, read once for all the random prompts.</summary>
    private static class Synthesised
    {
        private static readonly Dictionary<string, (ClipTokenizer Tokenizer, NaiveClip Naive)> ByPad = new[] { End, "!" }.ToDictionary(pad => pad, Read);

        public static ClipTokenizer Open(string pad) => ByPad[pad].Tokenizer;

        public static NaiveClip Naive(string pad) => ByPad[pad].Naive;

        private static (ClipTokenizer, NaiveClip) Read(string pad)
        {
            var folder = Directory.CreateTempSubdirectory("nights-tokenizer-").FullName;
            FixtureVocabulary.Write(folder, pad);
            var read = (ClipTokenizer.Open(folder), new NaiveClip(folder, pad));
            Directory.Delete(folder, recursive: true);
            return read;
        }
    }
}
