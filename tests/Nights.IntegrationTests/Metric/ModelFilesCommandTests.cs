using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Nights.TestServers;

namespace Nights.IntegrationTests.Metric;

/// <summary>nights import and export as processes of their own.</summary>
public sealed class ModelFilesCommandTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static string Golden(string file) =>
        Path.Combine(Environment.GetEnvironmentVariable("NIGHTS_GOLDEN") ?? Path.Combine(Repository.Root, "tests", "golden"), "dreamsim", file);

    [Fact]
    public async Task Published_files_are_imported_scored_with_and_handed_on()
    {
        await using var folder = ScratchFolder.Create("import");
        var pictures = Directory.GetFiles(Golden("images")).Order(StringComparer.Ordinal).Take(3).ToArray();

        var imported = await Run("import", Golden("tiny_dino_hub_flat.pth"), Golden("tiny_clip_vitb16_pretrain.pth.tar"), "--heads", "4", "--out", folder["model"], "--json");
        var scored = await Run(["score", .. pictures, "--model", folder["model"], "--json"]);
        var graph = await Run("export", "--model", folder["model"], "--format", "onnx", "--size", "320x192", "--out", folder["metric.onnx"], "--json");
        await Run("export", "--model", folder["model"], "--format", "safetensors", "--out", folder["metric.safetensors"], "--json");
        await Run("import", folder["metric.safetensors"], "--out", folder["again"], "--json");
        var again = await Run(["score", .. pictures, "--model", folder["again"], "--json"]);

        imported.GetProperty("backbones").EnumerateArray().Select(b => b.GetString()!.Split(',')[0]).ShouldBe(["dino", "clip"]);
        imported.GetProperty("files")[0].GetProperty("sha256").GetString()!.Length.ShouldBe(64);
        graph.GetProperty("bytes").GetInt64().ShouldBe(new FileInfo(folder["metric.onnx"]).Length);
        again.GetProperty("distances").ToString().ShouldBe(scored.GetProperty("distances").ToString());
        scored.GetProperty("distances")[0].GetProperty("distance").GetDouble().ShouldBeInRange(0.001, 1);
    }

    [Fact]
    public async Task A_hostile_pickle_is_named_and_nothing_is_left()
    {
        await using var folder = ScratchFolder.Create("hostile");
        using (var archive = ZipFile.Open(folder["evil.pth"], ZipArchiveMode.Create))
        {
            using var pickle = archive.CreateEntry("a/data.pkl", CompressionLevel.NoCompression).Open();
            pickle.Write(Encoding.Latin1.GetBytes($"\u0080\u0002cposix\nsystem\nX{(char)folder["ran"].Length}\0\0\0{folder["ran"]}\u0085R."));
        }

        await Refused(1, "'posix.system'", "import", folder["evil.pth"], "--out", folder["model"]);

        Directory.Exists(folder["model"]).ShouldBeFalse();
    }

    [Theory]
    [InlineData(1, "no file or folder", "import", "/nowhere.pth", "--out", "/nowhere/out")]
    [InlineData(1, "There is no model folder", "export", "--model", "/nowhere", "--format", "onnx", "--out", "/nowhere/out")]
    [InlineData(1, "--size belongs to a graph", "export", "--model", "/nowhere", "--format", "peft", "--size", "1x1", "--out", "/nowhere/out")]
    [InlineData(1, "WIDTHxHEIGHT", "export", "--model", "/nowhere", "--format", "onnx", "--size", "224", "--out", "/nowhere/out")]
    [InlineData(2, "tensorrt", "export", "--model", "/nowhere", "--format", "tensorrt", "--out", "/nowhere/out")]
    [InlineData(2, "--out", "import", "/nowhere.pth")]
    public async Task What_cannot_be_done_is_said_with_the_right_exit_code(int code, string said, params string[] arguments) => await Refused(code, said, arguments);

    private static async Task Refused(int code, string said, params string[] arguments)
    {
        await using var program = NightsProgram.Start("Nights", arguments, new Dictionary<string, string?>());
        (await program.Exit(TimeSpan.FromMinutes(2), Cancel)).ShouldBe(code, program.Output);
        program.Output.ShouldContain(said);
        program.Output.ShouldNotContain("   at ");
    }

    private static async Task<JsonElement> Run(params string[] arguments)
    {
        await using var program = NightsProgram.Start("Nights", arguments, new Dictionary<string, string?>());
        (await program.Exit(TimeSpan.FromMinutes(3), Cancel)).ShouldBe(0, program.Output);
        return JsonDocument.Parse(program.Output).RootElement;
    }
}
