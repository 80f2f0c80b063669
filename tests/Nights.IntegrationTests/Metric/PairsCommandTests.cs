using System.Globalization;
using System.Text;
using System.Text.Json;
using Nights.Imaging;
using Nights.TestServers;

namespace Nights.IntegrationTests.Metric;

/// <summary>nights train on judgements of flashed pairs, and score with what it learnt.</summary>
public sealed class PairsCommandTests
{
    private const string Config = """
        objective: pairs
        train: all
        regressor: { hidden: 8 }
        optimiser: { learningRate: 0.003 }
        epochs: 2
        batchGroups: 4
        model:
          inputSize: 16
          resampling: box
          backbones:
            - { patch: 4, width: 32, depth: 2, heads: 2, imageSize: 16 }
        """;

    [Fact]
    public async Task A_regressor_is_trained_stored_and_asked()
    {
        await using var folder = ScratchFolder.Create("pairs");
        var table = new StringBuilder("id,pair,ref_path,candidate_path,same,judgements,similarity,split\n");
        Directory.CreateDirectory(folder["snapshot"]);
        for (var i = 0; i < 16; i++)
        {
            foreach (var (grey, k) in new[] { i * 8, i * 8 + i }.Select((grey, k) => (grey, k)))
            {
                var picture = new PixelImage(16, 16);
                picture.Bytes.Fill((byte)grey);
                picture.Row(3).Fill(200);
                File.WriteAllBytes(Path.Combine(folder["snapshot"], $"{i}_{k}.png"), picture.EncodePng());
            }

            table.Append(CultureInfo.InvariantCulture, $"{i},A,{i}_0.png,{i}_1.png,{16 - i},16,{(16 - i) / 16.0},{(i % 4 == 3 ? "test" : "train")}\n");
        }

        File.WriteAllText(Path.Combine(folder["snapshot"], "jnd.csv"), table.ToString());
        File.WriteAllText(folder["pairs.yaml"], Config);

        var trained = await Run("train", "--snapshot", folder["snapshot"], "--config", folder["pairs.yaml"], "--out", folder["model"], "--json");
        var scored = await Run("score", Path.Combine(folder["snapshot"], "9_0.png"), Path.Combine(folder["snapshot"], "9_1.png"), "--model", folder["model"], "--json");

        trained.GetProperty("evaluation").GetProperty("pairs").GetInt32().ShouldBe(4);
        trained.GetProperty("evaluation").GetProperty("error").GetDouble().ShouldBeInRange(0, 1);
        Directory.GetFiles(folder["model"]).Select(Path.GetFileName).Order()
            .ShouldBe(["backbone0.safetensors", "evaluation.json", "model.json", "regressor.safetensors", "training.json"]);
        scored.GetProperty("distances")[0].GetProperty("similarity").GetDouble().ShouldBeInRange(0, 1);
    }

    private static async Task<JsonElement> Run(params string[] arguments)
    {
        await using var program = NightsProgram.Start("Nights", arguments, new Dictionary<string, string?>());
        (await program.Exit(TimeSpan.FromMinutes(3), TestContext.Current.CancellationToken)).ShouldBe(0, program.Output);
        return JsonDocument.Parse(program.Output).RootElement;
    }
}
