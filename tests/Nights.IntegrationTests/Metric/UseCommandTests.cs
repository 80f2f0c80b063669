using System.Text.Json;
using Nights.DreamSim.Checkpoints;
using Nights.TestServers;

namespace Nights.IntegrationTests.Metric;

/// <summary>nights embed and retrieve as processes of their own.</summary>
public sealed class UseCommandTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static string Golden(string file) =>
        Path.Combine(Environment.GetEnvironmentVariable("NIGHTS_GOLDEN") ?? Path.Combine(Repository.Root, "tests", "golden"), "dreamsim", file);

    [Fact]
    public async Task Pictures_are_embedded_and_found_as_score_finds_them()
    {
        await using var folder = ScratchFolder.Create("use");
        var pictures = Directory.GetFiles(Golden("images"), "*.png").Order(StringComparer.Ordinal).ToArray();
        var sub = Path.Combine(folder["gallery"], "sub");
        Directory.CreateDirectory(sub);
        foreach (var picture in pictures[1..]) File.Copy(picture, Path.Combine(sub, Path.GetFileName(picture)));
        File.Copy(pictures[0], Path.Combine(folder["gallery"], "again.png"));
        File.WriteAllText(Path.Combine(folder["gallery"], "notes.txt"), "no picture");
        await Run("import", Golden("tiny_dino_hub_flat.pth"), "--heads", "4", "--out", folder["model"], "--json");

        var embedded = await Run("embed", folder["gallery"], pictures[0], "--model", folder["model"], "-o", folder["all.safetensors"], "--json");
        var found = await Run("retrieve", pictures[0], Path.Combine(folder["gallery"], "again.png"), "--among", folder["gallery"], "--most", "2", "--model", folder["model"], "--json");
        var scored = await Run(["score", .. pictures, "--model", folder["model"], "--json"]);

        (embedded.GetProperty("pictures").GetInt32(), embedded.GetProperty("width").GetInt64()).ShouldBe((pictures.Length + 1, 64));
        using var file = Safetensors.Read(folder["all.safetensors"]);
        file["embeddings"].shape.ShouldBe([pictures.Length + 1, 64]);
        JsonSerializer.Deserialize<string[]>(file.Metadata["files"])!.Select(Path.GetFileName)
            .ShouldBe(["again.png", .. pictures[1..].Select(Path.GetFileName), Path.GetFileName(pictures[0])]);

        var nearest = found[0].GetProperty("nearest");
        nearest.GetArrayLength().ShouldBe(2);
        Path.GetFileName(nearest[0].GetProperty("picture").GetString()).ShouldBe("again.png");
        nearest[0].GetProperty("distance").GetDouble().ShouldBe(0, 1e-6);
        var closest = scored.GetProperty("distances")[0];
        Path.GetFileName(nearest[1].GetProperty("picture").GetString()).ShouldBe(Path.GetFileName(closest.GetProperty("picture").GetString()));
        nearest[1].GetProperty("distance").GetDouble().ShouldBe(closest.GetProperty("distance").GetDouble(), 1e-6);
        Path.GetFileName(found[1].GetProperty("nearest")[0].GetProperty("picture").GetString()).ShouldNotBe("again.png", "a picture is not found by itself");
    }

    [Fact]
    public async Task A_picture_is_sought_from_noise_the_same_way_twice()
    {
        await using var folder = ScratchFolder.Create("invert");
        var target = Directory.GetFiles(Golden("images"), "*.png").Order(StringComparer.Ordinal).First();
        await Run("import", Golden("tiny_dino_hub_flat.pth"), "--heads", "4", "--out", folder["model"], "--json");

        string[] arguments = ["invert", target, "--model", folder["model"], "--steps", "40", "--every", "15", "--json", "-o"];
        var told = await Run([.. arguments, folder["once"]]);
        await Run([.. arguments, folder["twice"]]);

        var steps = told.GetProperty("steps").EnumerateArray().ToList();
        steps.Select(step => step.GetProperty("step").GetInt32()).ShouldBe([0, 15, 30, 40]);
        var distances = steps.Select(step => step.GetProperty("distance").GetDouble()).ToArray();
        distances[^1].ShouldBeLessThan(0.9 * distances[0], "forty steps through untrained weights, shifted and mirrored");
        var best = told.GetProperty("best");
        best.GetProperty("distance").GetDouble().ShouldBeLessThanOrEqualTo(distances.Min());
        var scored = await Run("score", target, best.GetProperty("picture").GetString()!, "--model", folder["model"], "--json");
        scored.GetProperty("distances")[0].GetProperty("distance").GetDouble().ShouldBe(best.GetProperty("distance").GetDouble(), 0.01, "best.png is that picture, in whole bytes");
        foreach (var step in steps.Append(best).Select(step => step.GetProperty("picture").GetString()!))
            File.ReadAllBytes(step).ShouldBe(File.ReadAllBytes(Path.Combine(folder["twice"], Path.GetFileName(step))));
    }

    [Fact]
    public async Task Pictures_of_two_folders_are_scored_by_name()
    {
        await using var folder = ScratchFolder.Create("score");
        var pictures = Directory.GetFiles(Golden("images"), "*.png").Order(StringComparer.Ordinal).Take(3).ToArray();
        foreach (var (side, shift) in new[] { ("left", 0), ("right", 1) })
        {
            Directory.CreateDirectory(Path.Combine(folder[side], "sub"));
            File.Copy(pictures[0], Path.Combine(folder[side], "same.png"));
            File.Copy(pictures[1 + shift], Path.Combine(folder[side], "sub", "other.png"));
        }

        await Run("import", Golden("tiny_dino_hub_flat.pth"), "--heads", "4", "--out", folder["model"], "--json");

        var scored = await Run("score", folder["left"], folder["right"], "--model", folder["model"], "--json");
        var alone = await Run("score", pictures[1], pictures[2], "--model", folder["model"], "--json");
        var among = await Run("score", pictures[0], folder["left"], "--model", folder["model"], "--json");
        File.Copy(pictures[2], Path.Combine(folder["right"], "sub", "single.png"));
        await using var refused = NightsProgram.Start("Nights", ["score", folder["left"], folder["right"], "--model", folder["model"]], new Dictionary<string, string?>());

        var pairs = scored.GetProperty("distances").EnumerateArray().Select(pair => (pair.GetProperty("picture").GetString(), pair.GetProperty("distance").GetDouble())).ToList();
        pairs.Select(pair => pair.Item1).ShouldBe(["same.png", "sub/other.png"]);
        pairs[0].Item2.ShouldBe(0, 1e-6);
        pairs[1].Item2.ShouldBe(alone.GetProperty("distances")[0].GetProperty("distance").GetDouble(), 1e-6);
        scored.GetProperty("mean").GetDouble().ShouldBe(pairs.Average(pair => pair.Item2), 1e-12);
        Path.GetFileName(among.GetProperty("distances")[0].GetProperty("picture").GetString()).ShouldBe("same.png", "a folder stands for its pictures, the closest first");
        (await refused.Exit(TimeSpan.FromMinutes(2), Cancel)).ShouldBe(1, refused.Output);
        refused.Output.ShouldContain("no partner of the same name");
        refused.Output.ShouldContain(Path.Combine("right", "sub", "single.png"));
    }

    [Theory]
    [InlineData("There is no picture or folder /nowhere.png", "score", "/nowhere.png", "/nowhere/b.png", "--model", "/nowhere")]
    [InlineData("There is no picture /nowhere.png", "invert", "/nowhere.png", "--model", "/nowhere", "-o", "/tmp/never")]
    [InlineData("There is no picture or folder /nowhere", "embed", "/nowhere", "--model", "/nowhere", "-o", "/tmp/never.safetensors")]
    [InlineData("There is no picture or folder /nowhere", "retrieve", "/nowhere", "--among", "/nowhere", "--model", "/nowhere")]
    public async Task What_is_not_there_is_named(string said, params string[] arguments)
    {
        await using var program = NightsProgram.Start("Nights", arguments, new Dictionary<string, string?>());
        (await program.Exit(TimeSpan.FromMinutes(2), Cancel)).ShouldBe(1, program.Output);
        program.Output.ShouldContain(said);
    }

    private static async Task<JsonElement> Run(params string[] arguments)
    {
        await using var program = NightsProgram.Start("Nights", arguments, new Dictionary<string, string?>());
        (await program.Exit(TimeSpan.FromMinutes(3), Cancel)).ShouldBe(0, program.Output);
        return JsonDocument.Parse(program.Output).RootElement;
    }
}
