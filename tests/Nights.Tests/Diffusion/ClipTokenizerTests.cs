using System.Text.Json;
using System.Text.Json.Nodes;
using Nights.Diffusion.Models;
using Nights.Diffusion.Tokenizing;

namespace Nights.Tests.Diffusion;

/// <summary>Over the demo model's synthesised vocabulary, in which the words of the lexicon are one token each and others fall to pieces.</summary>
public sealed class ClipTokenizerTests : IDisposable
{
    private readonly TestModel folder = new();

    [Fact]
    public void A_prompt_is_framed_and_padded_to_77()
    {
        var tokenizer = Open();

        var ids = tokenizer.Encode("a red circle");

        ids.Length.ShouldBe(77);
        Tokens(ids[..5]).ShouldBe(["<|startoftext|>", "a</w>", "red</w>", "circle</w>", "<|endoftext|>"]);
        ids[5..].ShouldAllBe(id => id == tokenizer.PadId);
        tokenizer.PadId.ShouldBe(tokenizer.EndId);
    }

    [Fact]
    public void A_long_prompt_keeps_its_end_token()
    {
        var ids = Open().Encode(string.Join(' ', Enumerable.Repeat("red", 200)));

        ids.Length.ShouldBe(77);
        ids[76].ShouldBe(Open().EndId);
        Tokens(ids[1..76]).ShouldAllBe(token => token == "red</w>");
    }

    [Fact]
    public void The_empty_prompt_is_begin_and_padding() => Content("").ShouldBeEmpty();

    [Fact]
    public void Case_and_white_space_do_not_matter() => Content("  A\tRED \n circle ").ShouldBe(Content("a red circle"));

    [Fact]
    public void Digits_are_single_tokens() => Content("35mm").Take(2).ShouldBe(["3</w>", "5</w>"]);

    [Fact]
    public void Contractions_are_cut_off_and_punctuation_stays_together()
    {
        string.Concat(Content("it's, they're")).ShouldBe("it</w>'s</w>,</w>they</w>'re</w>");
        Content("red!?circle").ShouldBe(["red</w>", "!", "?</w>", "circle</w>"]);
    }

    [Fact]
    public void Other_scripts_fall_to_bytes()
    {
        Content("é").ShouldBe(["Ã", "©</w>"]);
        Content("e\u0301").ShouldBe(Content("é"), "composed first");
        Content("狗").Count.ShouldBe(3);
        Content("🐕").Count.ShouldBe(4);
        Open().Encode("狗").ShouldNotContain(-1);
    }

    [Fact]
    public void A_printable_pad_token_is_cut_out_of_prompts_whole()
    {
        SpecialTokens(new JsonObject { ["pad_token"] = "!" });
        var tokenizer = Open();

        tokenizer.PadId.ShouldNotBe(tokenizer.EndId);
        Content("red! !!").ShouldBe(["red</w>", "!", "!", "!"]);
        tokenizer.Encode("red")[^1].ShouldBe(tokenizer.PadId);
    }

    [Fact]
    public void The_special_tokens_map_overrides_the_configuration()
    {
        File.WriteAllText(folder["tokenizer/tokenizer_config.json"], """{ "pad_token": "<|endoftext|>" }""");
        SpecialTokens(new JsonObject { ["pad_token"] = new JsonObject { ["content"] = "!" } });

        Open().PadId.ShouldBe(Vocabulary()["!"]);
    }

    [Fact]
    public void A_vocabulary_without_the_end_token_is_refused()
    {
        File.WriteAllText(folder["tokenizer/vocab.json"], """{ "<|startoftext|>": 0, "a": 1 }""");

        Should.Throw<ModelFolderException>(Open).Message.ShouldContain("<|endoftext|>");
    }

    public void Dispose() => folder.Dispose();

    private ClipTokenizer Open() => ClipTokenizer.Open(folder["tokenizer"]);

    private List<string> Content(string prompt)
    {
        var tokenizer = Open();
        return Tokens(tokenizer.Encode(prompt)[1..].TakeWhile(id => id != tokenizer.EndId));
    }

    private List<string> Tokens(IEnumerable<int> ids)
    {
        var byId = Vocabulary().ToDictionary(entry => entry.Value, entry => entry.Key);
        return [.. ids.Select(id => byId[id])];
    }

    private Dictionary<string, int> Vocabulary() => JsonSerializer.Deserialize<Dictionary<string, int>>(File.ReadAllText(folder["tokenizer/vocab.json"]))!;

    private void SpecialTokens(JsonObject map) => File.WriteAllText(folder["tokenizer/special_tokens_map.json"], map.ToJsonString());
}
