using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Nights.Campaigns.Planning;
using Nights.Contracts;
using Nights.Database.Campaigns;
using Nights.Datasets.Rows;
using Nights.Domain.Campaigns;
using Nights.Domain.Perturbations;
using Nights.TestServers;

namespace Nights.IntegrationTests.Campaigns;

public sealed class VariedCampaignTests(PostgresCluster postgres)
{
    private const string Varied =
        """
          safety: required
          noise: numpy
          guidanceRescale: 0.7
          redraws: 2
          variations:
            dimensions: [colour, texture, content]
            levels: [0.25, 0.75]
            pairing: mixed
            operators:
              texture: lateSwitch
            texturePhrases: [", striped", ", dotted"]

        """;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Orders_say_what_each_picture_changes_and_a_repeat_says_the_same()
    {
        await using var host = await CampaignsHost.Start(postgres);
        await host.Take(await host.Draft(40, Varied), "start");
        await CampaignsHost.Until(() => Task.FromResult(host.Messages.Of<PaintTriplet>().Count is 40), "40 paintings are ordered");
        var orders = host.Messages.Of<PaintTriplet>();

        orders.ShouldAllBe(order => order.Safety == "required" && order.NoiseSource == "numpy" && order.GuidanceRescale == 0.7 && order.Redraws == 2 && order.Attempt == 0);
        foreach (var order in orders)
        {
            order.Variations.Select(picture => picture.Count).ShouldBe([0, 1, 1]);
            foreach (var (change, seed) in order.Variations.Skip(1).Select(picture => picture[0]).Zip([order.Seeds[1], order.Seeds[2]]))
            {
                change.Operator.ShouldBe(change.Dimension switch { "colour" => "labShift", "texture" => "lateSwitch", _ => "promptBlend" });
                if (change.Dimension is "colour") change.Prompt.ShouldBeNull();
                if (change.Dimension is "texture") change.Prompt.ShouldBeOneOf(order.Prompt + ", striped", order.Prompt + ", dotted");
                if (change.Dimension is "content") change.Prompt.ShouldNotBe(order.Prompt);
                change.Seed.ShouldBeOneOf(seed, order.Seeds[1]);
                change.Level.ShouldBeOneOf(0.25, 0.75);
            }
        }

        host.Messages.Clear();
        await host.Get<AnnounceOrders>().All(Cancel);
        foreach (var again in host.Messages.Of<PaintTriplet>())
            JsonSerializer.Serialize(again).ShouldBe(JsonSerializer.Serialize(orders.Single(order => order.PaintingId == again.PaintingId)));
    }

    [Fact]
    public async Task Errors_in_variations_name_the_place_the_value_and_what_is_possible()
    {
        await using var host = await CampaignsHost.Start(postgres);
        (string Yaml, string Path, string[] Says)[] cases =
        [
            ("    dimensions: [colour, smell]\n", "painting.variations.dimensions[1]", ["'smell'", "colour or texture or layout or pose or content", "line 7"]),
            ("    dimensions: [colour, pose]\n    levels: [0.5, much]\n", "painting.variations.levels[1]", ["'much'", "not a number", "line 8"]),
            ("    dimensions: [colour, pose]\n    levels: [0.5, 1.2]\n", "painting.variations.levels[1]", ["1.2 is outside 0 to 1"]),
            ("    dimensions: [colour, pose]\n    operators:\n      smell: labShift\n", "painting.variations.operators.smell", ["not a key", "colour", "line 9"]),
            ("    dimensions: [colour, pose]\n    operators:\n      pose: spin\n", "painting.variations.operators.pose", ["'spin'", "promptBlend", "line 9"]),
            ("    dimensions: [colour, pose]\n    operators:\n      pose: labShift\n", "painting.variations.operators.pose", ["labShift does not change pose", "lateSwitch"]),
            ("    dimensions: [colour]\n", "painting.variations.pairing", ["tradeOff", "only colour", "write ladder"]),
            ("    dimensions: [colour, pose]\n  roles: rotate\n", "painting.roles", ["rotate", "picture 0"]),
            ("    dimensions: [colour, pose]\n  noise: dice\n", "painting.noise", ["'dice'", "torch-cpu"]),
        ];
        foreach (var (yaml, path, says) in cases)
        {
            var answer = await host.PostSpec($"name: cats\nprompts:\n  sets: [cifar10]\npainting:\n  count: 3\n  variations:\n{yaml}");
            answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest, yaml);
            var error = (await CampaignsHost.Body(answer)).GetProperty("errors").EnumerateArray().ShouldHaveSingleItem(yaml);
            error.GetProperty("path").GetString().ShouldBe(path);
            foreach (var word in says) error.GetProperty("message").GetString()!.ShouldContain(word, Case.Insensitive, yaml);
        }
    }

    [Fact]
    public void A_spec_is_kept_whole_and_one_without_the_newer_keys_has_the_text_that_its_hash_in_old_snapshots_stands_for()
    {
        var plain = new CampaignSpec { Name = "cats", Prompts = new PromptSpec { Sets = ["cifar10"] } };
        CampaignSpecs.Write(plain).ShouldContain("""
            "painting":{"count":100,"roles":0,"model":"procedural","size":256,"steps":8,"guidance":1,"negativePrompt":"","scheduler":null},
            """);
        var varied = plain with
        {
            Painting = new PaintingSpec
            {
                Variations = new VariationSpec { Dimensions = [PerturbationDimension.Pose], Operators = new() { Pose = PerturbationOperator.NoiseSlerp }, PosePhrases = [", up"] },
                Redraws = 0,
                Safety = PictureSafety.Off,
                PricePerImageMinor = 4,
            },
        };
        foreach (var spec in new[] { plain, varied }) JsonSerializer.Serialize(CampaignSpecs.Read(CampaignSpecs.Write(spec))).ShouldBe(JsonSerializer.Serialize(spec));
    }

    [Fact]
    public async Task Rows_of_a_snapshot_say_what_a_and_b_change_and_those_of_nights_keep_their_bytes()
    {
        await using var host = await CampaignsHost.Start(postgres);
        var campaign = await JudgedCampaign.Painted(host, 4, Varied);
        await JudgedCampaign.Judge(host, campaign, 1, "AAA");
        await JudgedCampaign.Judge(host, campaign, 2, "BBB");
        (await host.Operator.PostAsJsonAsync("/api/v1/snapshots", new { campaign = campaign.ToString() }, Cancel)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await CampaignsHost.Until(async () => await host.Ask<short>("select state from snapshot") is 1, "the snapshot is ready");

        var csv = await host.Operator.GetStringAsync("/api/v1/snapshots/cats/1.0.0/files/data.csv", Cancel);
        csv.Split('\n')[0].ShouldBe($"{NightsCsv.Header},{NightsCsv.VariationHeader}");
        var orders = host.Messages.Of<PaintTriplet>();
        foreach (var row in NightsCsv.Read(new MemoryStream(Encoding.UTF8.GetBytes(csv))))
        {
            var order = orders.Single(order => order.PaintingId == host.Ask<Guid>("select id from painting where number = $1", row.Id).Result);
            row.Left.ShouldBe(Shown(order.Variations[1][0]));
            row.Right.ShouldBe(Shown(order.Variations[2][0]));
        }

        var readme = await host.Operator.GetStringAsync("/api/v1/snapshots/cats/1.0.0/files/README.md", Cancel);
        readme.ShouldContain("controlled variations (each changes another dimension, or both change one at two levels) in colour by labShift, texture by lateSwitch, content by promptBlend, levels 0.25, 0.75");
        readme.ShouldContain("`left_dimension`, `left_operator` and `left_level` say what the left picture changes");
    }

    private static RowVariation Shown(PictureVariation change) => new(change.Dimension, change.Operator, FormattableString.Invariant($"{change.Level}"));
}
