using System.Security.Cryptography;
using System.Text.Json;
using Nights.Imaging;
using Nights.TestServers;

namespace Nights.IntegrationTests.Diffusion;

/// <summary>nights paint as a process of its own, as an operator runs it.</summary>
public sealed class PaintCommandTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_picture_is_painted_and_its_manifest_paints_it_again_byte_for_byte()
    {
        await using var folder = ScratchFolder.Create("paint");

        var painted = await Json("paint", "An image of a otter", "-o", folder["first.png"], "--manifest", folder["first.json"], "--size", "128", "--steps", "4", "--seed", "7", "--json");
        var again = await Json("paint", "--from", folder["first.json"], "-o", folder["again.png"], "--original", folder["first.png"], "--json");

        var bytes = File.ReadAllBytes(folder["first.png"]);
        painted.GetProperty("sha256").GetString().ShouldBe(Convert.ToHexStringLower(SHA256.HashData(bytes)));
        (PixelImage.Decode(bytes).Width, painted.GetProperty("scheduler").GetString(), painted.GetProperty("provider").GetString()).ShouldBe((128, "DDIMScheduler", "cpu"));
        again.GetProperty("same").GetBoolean().ShouldBeTrue();
        File.ReadAllBytes(folder["again.png"]).ShouldBe(bytes);
        again.GetProperty("difference").GetProperty("largest").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task A_variation_starts_from_the_same_picture_and_a_picture_can_be_started_from()
    {
        await using var folder = ScratchFolder.Create("paint");
        string[] small = ["--size", "64", "--steps", "4", "--guidance", "1", "--json"];

        var plain = await Json(["paint", "An image of a otter", "-o", folder["plain.png"], .. small]);
        var nothing = await Json(["paint", "An image of a otter", "-o", folder["nothing.png"], "--vary", "layout:lowBandSwap:0:9", .. small]);
        var moved = await Json(["paint", "An image of a otter", "-o", folder["moved.png"], "--vary", "layout:lowBandSwap:1:9", .. small]);
        var from = await Json(["paint", "a red star", "-o", folder["from.png"], "--init", folder["plain.png"], "--strength", "0.75", "--manifest", folder["from.json"], .. small]);
        var again = await Json("paint", "--from", folder["from.json"], "--init", folder["plain.png"], "-o", folder["again.png"], "--json");

        Hash(nothing).ShouldBe(Hash(plain), "a variation of level 0 is none");
        new[] { Hash(plain), Hash(moved), Hash(from) }.Distinct().Count().ShouldBe(3);
        again.GetProperty("same").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task Words_that_the_text_encoder_has_no_room_for_are_told()
    {
        await using var folder = ScratchFolder.Create("paint");

        var said = await Says(0, "paint", string.Join(' ', Enumerable.Repeat("star", 90)) + " otter", "-o", folder["long.png"], "--size", "64", "--steps", "1");

        said.ShouldContain("too long for the text encoder; not read: star");
        said.ShouldContain("otter");
    }

    [Theory]
    [InlineData(1, "provider cuda was asked for", "-p:Accelerator=cuda", "a star", "--provider", "cuda")]
    [InlineData(1, "provider tensorrt was asked for", "-p:Accelerator=cuda", "a star", "--provider", "tensorrt")]
    [InlineData(1, "/nowhere/plugin.so", "does not exist", "a star", "--provider", "cuda", "--provider-library", "/nowhere/plugin.so")]
    [InlineData(1, "/nowhere", "does not exist", "a star", "--model", "/nowhere")]
    [InlineData(1, "width of 100", "multiple", "a star", "--size", "100")]
    [InlineData(1, "steps", "1000", "a star", "--steps", "5000")]
    [InlineData(1, "'heun'", "euler", "a star", "--scheduler", "heun")]
    [InlineData(1, "'layout'", "parts", "a star", "--vary", "layout")]
    [InlineData(1, "no operator 'swirl'", "lowBandSwap", "a star", "--vary", "layout:swirl:1")]
    [InlineData(1, "no prompt", "--from")]
    [InlineData(1, "no manifest", "/nowhere.json", "--from", "/nowhere.json")]
    [InlineData(1, "no picture", "/nowhere.png", "a star", "--init", "/nowhere.png")]
    public async Task What_cannot_be_painted_is_said_in_a_line_and_nothing_is_written(int code, string thing, string mend, params string[] arguments)
    {
        await using var folder = ScratchFolder.Create("paint");

        var said = await Says(code, ["paint", .. arguments, "-o", folder["out.png"]]);

        said.ShouldContain(thing, Case.Insensitive);
        said.ShouldContain(mend, Case.Insensitive);
        said.ShouldNotContain("   at ");
        File.Exists(folder["out.png"]).ShouldBeFalse();
    }

    private static string? Hash(JsonElement painted) => painted.GetProperty("sha256").GetString();

    private static async Task<JsonElement> Json(params string[] arguments) => JsonDocument.Parse(await Says(0, arguments)).RootElement;

    private static async Task<string> Says(int code, params string[] arguments)
    {
        await using var program = NightsProgram.Start("Nights", arguments, new Dictionary<string, string?>());
        (await program.Exit(TimeSpan.FromMinutes(2), Cancel)).ShouldBe(code, program.Output);
        return program.Output;
    }
}
