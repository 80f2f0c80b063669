using System.Globalization;
using System.Text;
using System.Text.Json;
using Nights.Imaging;
using Nights.TestServers;

namespace Nights.IntegrationTests.Metric;

/// <summary>nights train, evaluate and score as processes of their own: each loads libtorch by itself.</summary>
public sealed class MetricCommandTests
{
    private const string Config = """
        recipe: demo
        epochs: 2
        batchGroups: 4
        model:
          inputSize: 16
          resampling: box
          backbones:
            - { patch: 4, width: 32, depth: 2, heads: 2, imageSize: 16 }
        """;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_model_is_trained_evaluated_and_used()
    {
        await using var folder = ScratchFolder.Create("metric");
        var snapshot = Snapshot(folder["snapshot"]);
        File.WriteAllText(folder["small.yaml"], Config);

        var trained = await Run(0, "train", "--snapshot", snapshot, "--config", folder["small.yaml"], "--out", folder["model"], "--json");
        var evaluated = await Run(0, "evaluate", "--model", folder["model"], "--snapshot", snapshot, "--json");
        var scored = await Run(0, "score", Path.Combine(snapshot, "0_0.png"), Path.Combine(snapshot, "0_1.png"), Path.Combine(snapshot, "0_0.png"), "--model", folder["model"], "--json");

        var inTraining = trained.GetProperty("evaluation");
        inTraining.GetProperty("triplets").GetInt32().ShouldBe(4);
        evaluated.GetProperty("tuned").GetDouble().ShouldBe(inTraining.GetProperty("tuned").GetDouble());
        evaluated.GetProperty("frozen").GetDouble().ShouldBe(inTraining.GetProperty("frozen").GetDouble());
        evaluated.GetProperty("gain95").GetArrayLength().ShouldBe(2);
        Directory.GetFiles(folder["model"]).Select(Path.GetFileName).Order().ShouldBe(["backbone0.safetensors", "evaluation.json", "model.json", "training.json"]);
        var distances = scored.GetProperty("distances").EnumerateArray().Select(d => d.GetProperty("distance").GetDouble()).ToArray();
        distances[0].ShouldBe(0, 1e-6, "the same picture is the closest");
        distances[1].ShouldBeGreaterThan(1e-4);
    }

    [Fact]
    public async Task Any_metrics_are_compared_on_one_data_set()
    {
        await using var folder = ScratchFolder.Create("metric");
        var snapshot = Snapshot(folder["snapshot"]);
        Directory.CreateDirectory(folder["colours"]);
        File.WriteAllBytes(Path.Combine(folder["colours"], "encoder.onnx"), OnnxEncoderTests.MeanColour("batch", 16));
        File.WriteAllText(Path.Combine(folder["colours"], "metric.json"), """{ "kind": "encoder", "graph": "encoder.onnx", "size": 16, "pool": "mean", "distance": "euclidean" }""");

        var told = await Run(
            0, "evaluate", "--dataset", snapshot, "--layout", "snapshot", "--split", "train", "test", "--metric", "psnr", "small=ssim@16", folder["colours"], "--draws", "200", "--json");

        (told.GetProperty("dataset").GetString(), told.GetProperty("layout").GetString()).ShouldBe((snapshot, "snapshot"));
        told.GetProperty("judgements").GetInt32().ShouldBe(16);
        told.GetProperty("parts").EnumerateArray().Select(part => part.GetProperty("part").GetString()).ShouldBe(["train", "test"]);
        var figures = told.GetProperty("parts")[0].GetProperty("figures").EnumerateArray().ToList();
        figures.Select(figure => figure.GetProperty("metric").GetString()).ShouldBe(["psnr", "small", "colours"]);
        figures[0].GetProperty("value").GetDouble().ShouldBe(11 / 12.0, 1e-12, "left has the square more like it, but for the one painting where its grey runs over");
        figures.ShouldAllBe(figure => figure.GetProperty("interval95").GetArrayLength() == 2);
        figures[2].GetProperty("firstMinusIt95").GetArrayLength().ShouldBe(2);
    }

    [Theory]
    [InlineData(2, "Give either --snapshot PATH or --dataset PATH", "evaluate", "--metric", "psnr")]
    [InlineData(2, "--dataset needs --layout", "evaluate", "--metric", "psnr", "--dataset", "/tmp")]
    [InlineData(2, "--metric METRIC .., or --model DIR", "evaluate", "--snapshot", "/tmp")]
    [InlineData(2, "'coco'", "evaluate", "--metric", "psnr", "--dataset", "/tmp", "--layout", "coco")]
    [InlineData(1, "There is no metric '/nowhere'", "evaluate", "--metric", "/nowhere", "--dataset", "/tmp", "--layout", "bapps")]
    [InlineData(1, "Two metrics are called 'psnr'", "evaluate", "--metric", "psnr", "psnr", "--dataset", "/tmp", "--layout", "bapps")]
    [InlineData(1, "has no size after the @", "evaluate", "--metric", "psnr@big", "--dataset", "/tmp", "--layout", "bapps")]
    [InlineData(1, "There is no data folder /nowhere", "evaluate", "--metric", "psnr", "--dataset", "/nowhere", "--layout", "bapps")]
    [InlineData(1, "There is no snapshot folder", "train", "--snapshot", "/nowhere", "--config", "demo", "--out", "/nowhere/out")]
    [InlineData(1, "there are demo, lora, single, ensemble", "train", "--snapshot", "/tmp", "--config", "dmeo", "--out", "/nowhere/out")]
    [InlineData(1, "There is no model folder", "evaluate", "--model", "/nowhere", "--snapshot", "/tmp")]
    [InlineData(1, "There is no picture", "score", "/nowhere/a.png", "/nowhere/b.png", "--model", "/tmp")]
    [InlineData(2, "--out", "train", "--snapshot", "/tmp", "--config", "demo")]
    [InlineData(2, "gpu", "evaluate", "--model", "/tmp", "--snapshot", "/tmp", "--device", "gpu")]
    [InlineData(2, "score", "score", "/nowhere/a.png", "--model", "/tmp")]
    public async Task What_cannot_be_done_is_said_with_the_right_exit_code(int code, string said, params string[] arguments)
    {
        await using var program = NightsProgram.Start("Nights", arguments, new Dictionary<string, string?>());

        (await program.Exit(TimeSpan.FromMinutes(2), Cancel)).ShouldBe(code, program.Output);

        program.Output.ShouldContain(said);
        program.Output.ShouldNotContain("   at ");
    }

    private static async Task<JsonElement> Run(int code, params string[] arguments)
    {
        await using var program = NightsProgram.Start("Nights", arguments, new Dictionary<string, string?>());
        (await program.Exit(TimeSpan.FromMinutes(3), Cancel)).ShouldBe(code, program.Output);
        return JsonDocument.Parse(program.Output).RootElement;
    }

    private static string Snapshot(string folder)
    {
        Directory.CreateDirectory(folder);
        var table = new StringBuilder("id,left_vote,right_vote,votes,ref_path,left_path,right_path,split,is_imagenet,prompt,group,round\n");
        for (var g = 0; g < 16; g++)
        {
            for (var i = 0; i < 3; i++)
            {
                var picture = new PixelImage(32, 32);
                picture.Bytes.Fill((byte)(g * 8));
                for (var y = 8; y < 24; y++) picture.Row(y)[24..72].Fill((byte)(g * 16 + i * 37));
                File.WriteAllBytes(Path.Combine(folder, $"{g}_{i}.png"), picture.EncodePng());
            }

            table.Append(CultureInfo.InvariantCulture, $"{g},1,0,6,{g}_0.png,{g}_1.png,{g}_2.png,{(g % 4 == 3 ? "test" : "train")},False,square,{g},5\n");
        }

        File.WriteAllText(Path.Combine(folder, "data.csv"), table.ToString());
        return folder;
    }
}
