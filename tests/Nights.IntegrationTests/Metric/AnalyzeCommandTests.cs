using System.Globalization;
using System.Text;
using System.Text.Json;
using Nights.Imaging;
using Nights.DreamSim.Analysis.Report;
using Nights.TestServers;

namespace Nights.IntegrationTests.Metric;

/// <summary>nights analyze as a process of its own, and the page it writes.</summary>
public sealed class AnalyzeCommandTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static string Golden(string file) =>
        Path.Combine(Environment.GetEnvironmentVariable("NIGHTS_GOLDEN") ?? Path.Combine(Repository.Root, "tests", "golden"), "dreamsim", file);

    [Fact]
    public async Task The_report_holds_everything_and_trusts_no_text()
    {
        await using var folder = ScratchFolder.Create("analyze");
        var snapshot = Snapshot(folder["snapshot"]);
        await Run("import", Golden("tiny_dino_hub_flat.pth"), Golden("tiny_clip_vitb16_pretrain.pth.tar"), "--heads", "4", "--out", folder["model"], "--json");

        var told = await Run("analyze", "--model", folder["model"], "--snapshot", snapshot, "-o", folder["report.html"], "--draws", "200", "--gallery", "3", "--json");
        var page = File.ReadAllText(folder["report.html"]);

        told.GetProperty("whole").GetProperty("judgements").GetInt32().ShouldBe(12);
        var breakdowns = told.GetProperty("breakdowns").EnumerateArray().ToDictionary(b => b.GetProperty("property").GetString()!, Parts);
        breakdowns["dimension"].ShouldBe(["layout (6)", "texture (6)"]);
        breakdowns["level"].ShouldBe(["layout 0.25 (6)", "texture 0.5 / texture 1 (6)"]);
        breakdowns["category"].ShouldBe(["<script>alert(1)</script> (4)", "bird (4)", "fish & chips (4)"]);
        breakdowns["round"].ShouldBe(["2 (6)", "10 (6)"], "rounds are in the order of their numbers");
        Metrics(told, "ablations").ShouldBe(["whole", "without foreground", "without background", "without colour", "without layout"]);
        Metrics(told, "backbones").ShouldBe(["whole", "1 dino/16 alone", "2 clip/16 alone"]);
        told.GetProperty("ablations").GetProperty("figures")[3].GetProperty("firstMinusIt").GetDouble().ShouldBe(0, "the pictures are grey already");
        told.GetProperty("sameness").GetArrayLength().ShouldBeGreaterThan(2);
        var worst = told.GetProperty("disagreements").GetArrayLength();

        page.ShouldNotContain("<script");
        page.ShouldContain("&lt;script&gt;alert(1)&lt;/script&gt;");
        page.ShouldContain("fish &amp; chips");
        page.ShouldNotContain("An image of");
        page.ShouldContain("Wilson's score interval");
        page.ShouldNotContain("src=\"http");
        page.ShouldNotContain(folder.Path);
        page.Split("data:image/png;base64,").Length.ShouldBe(1 + 3 * worst);
        page.Split("<svg ").Length.ShouldBe(1 + 4 + 2 + 2, "a plot for each property, for ablations and backbones, and for both thresholds");
    }

    [Fact]
    public void Drawings_escape_their_labels()
    {
        var plot = IntervalPlot.Draw("a \"title\"", "x < y", [new PlotRow("<b>&", 0.5, [0.4, 0.6], "1 > 0")]);

        plot.ShouldContain("aria-label=\"a &quot;title&quot;\"");
        plot.ShouldContain(">&lt;b&gt;&amp;</text>");
        plot.ShouldContain(">x &lt; y</text>");
        plot.ShouldContain(">1 &gt; 0</text>");
    }

    [Theory]
    [InlineData(2, "--output FILE", "analyze", "--model", "/nowhere", "--snapshot", "/nowhere")]
    [InlineData(1, "There is no model folder", "analyze", "--model", "/nowhere", "--snapshot", "/nowhere", "--json")]
    [InlineData(1, "There is no folder /nowhere", "analyze", "--model", "/nowhere", "--snapshot", "/nowhere", "-o", "/nowhere/report.html")]
    public async Task What_cannot_be_done_is_said(int code, string said, params string[] arguments)
    {
        await using var program = NightsProgram.Start("Nights", arguments, new Dictionary<string, string?>());
        (await program.Exit(TimeSpan.FromMinutes(2), Cancel)).ShouldBe(code, program.Output);
        program.Output.ShouldContain(said);
        program.Output.ShouldNotContain("   at ");
    }

    private static string[] Parts(JsonElement breakdown) =>
        [.. breakdown.GetProperty("parts").EnumerateArray().Select(part => $"{part.GetProperty("part").GetString()} ({part.GetProperty("judgements").GetInt32()})")];

    private static string[] Metrics(JsonElement told, string section) =>
        [.. told.GetProperty(section).GetProperty("figures").EnumerateArray().Select(figure => figure.GetProperty("metric").GetString()!)];

    private static async Task<JsonElement> Run(params string[] arguments)
    {
        await using var program = NightsProgram.Start("Nights", arguments, new Dictionary<string, string?>());
        (await program.Exit(TimeSpan.FromMinutes(3), Cancel)).ShouldBe(0, program.Output);
        return JsonDocument.Parse(program.Output).RootElement;
    }

    private static string Snapshot(string folder)
    {
        Directory.CreateDirectory(folder);
        var table = new StringBuilder(
            "id,left_vote,right_vote,votes,ref_path,left_path,right_path,split,prompt,group,round,left_dimension,left_level,right_dimension,right_level\n");
        var pairs = new StringBuilder("id,ref_path,candidate_path,similarity\n");
        string[] categories = ["An image of a bird", "fish & chips", "<script>alert(1)</script>"];
        for (var g = 0; g < 12; g++)
        {
            for (var i = 0; i < 3; i++)
            {
                var picture = new PixelImage(64, 48);
                for (var y = 0; y < 48; y++) picture.Row(y).Fill((byte)(y / (4 + g % 5) % 2 * 90 + g * 9));
                for (var y = 8; y < 40; y++) picture.Row(y)[(24 + 6 * i)..(96 + 6 * i)].Fill((byte)(g * 16 + i * 37));
                File.WriteAllBytes(Path.Combine(folder, $"{g}_{i}.png"), picture.EncodePng());
            }

            var varied = g % 2 == 0 ? "layout,0.25,layout,0.25" : "texture,0.5,texture,1";
            table.Append(CultureInfo.InvariantCulture, $"{g},{g / 6},{1 - g / 6},6,{g}_0.png,{g}_1.png,{g}_2.png,test,{categories[g % 3]},{g},{(g % 4 < 2 ? 10 : 2)},{varied}\n");
            pairs.Append(CultureInfo.InvariantCulture, $"{g},{g}_0.png,{g}_1.png,{g % 5 / 4.0}\n");
        }

        File.WriteAllText(Path.Combine(folder, "data.csv"), table.ToString());
        File.WriteAllText(Path.Combine(folder, "jnd.csv"), pairs.ToString());
        return folder;
    }
}
