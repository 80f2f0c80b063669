using System.Security.Cryptography;
using Nights.Domain.Campaigns;
using Nights.Domain.Guidance;
using Nights.Domain.Storage;
using Nights.Domain.Triplets;
using Nights.DreamSim.Metrics;
using Nights.DreamSim.Native;
using Nights.DreamSim.Training;
using Nights.TestServers;

namespace Nights.IntegrationTests.Crowd;

/// <summary>A guided campaign and a trainer, on one bus as in the local host.</summary>
public sealed class GuidedByTrainerTests(PostgresCluster cluster)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_registered_model_scores_what_is_painted_and_a_damaged_picture_alone_goes_without()
    {
        await using var host = await CrowdHost.StartWithTrainer(cluster);
        await using var db = host.Db();
        var model = await RegisteredModel.Whole(db, host.Objects, """{ "scale": 0.02 }""");
        var spec = A.Spec(5, spec => spec with { Guide = new GuideSpec { Model = model } });
        var campaign = await CampaignAtWork.Insert(host, spec, CampaignState.Running);
        var announced = await campaign.Painted();
        var broken = Convert.ToHexStringLower(SHA256.HashData("no picture"u8));
        await host.Objects.Put(ObjectKeys.Picture(broken), "no picture"u8.ToArray(), "image/png", Cancel);
        foreach (var message in announced.Take(4)) await host.Publish(message);
        await host.Publish(announced[4] with { Pictures = [announced[4].Pictures[0], announced[4].Pictures[1], announced[4].Pictures[2] with { Sha256 = broken }] });

        await Until(async () => await campaign.Triplets(TripletState.Queued) >= 4);

        await using var folder = ScratchFolder.Create("pictures");
        for (var i = 0; i < 3; i++) await File.WriteAllBytesAsync(folder[$"{i}.png"], A.Picture(i).EncodePng(), Cancel);
        using var metric = new ModelMetric("it", StartingModel.Create(RegisteredModel.Config));
        using var pictures = metric.Prepare([folder["0.png"], folder["1.png"], folder["2.png"]], null, Cancel);
        var distances = pictures.Distances([new(0, 1), new(0, 2)], Cancel);
        (await host.Ask<double>("select distance_a from triplet where number = 0")).ShouldBe(distances[0], 1e-6);
        (await host.Ask<double>("select distance_b from triplet where number = 0")).ShouldBe(distances[1], 1e-6);
        (await host.Ask<double>("select expected_a from triplet where number = 0")).ShouldBe(new TripletDistances(distances[0], distances[1], 0).ExpectedA(0.02), 1e-4);

        await Until(async () => await campaign.Triplets(TripletState.Queued) == 5);
        (await host.Ask<long>("select count(*) from triplet where distance_a is null")).ShouldBe(1);
        (await host.Ask<string>("select unscored from painting where number = 4")).ShouldStartWith("It could not be scored: ");
        (await host.Ask<long>("select count(*) from painting where unscored is null")).ShouldBe(4);
    }

    /// <summary>The regressor only bends the cosine, to the share of people who call two pictures the same. What guides is the distance, as with every other model.</summary>
    [Fact]
    public async Task A_model_that_learnt_from_pairs_guides_by_its_cosine_distance()
    {
        await using var host = await CrowdHost.StartWithTrainer(cluster);
        await using var db = host.Db();
        var model = await RegisteredModel.Whole(db, host.Objects, """{ "split": "test", "pairs": 9, "error": 0.01, "correlation": 0.9 }""", RegisteredModel.Pairs);
        var campaign = await CampaignAtWork.Insert(host, A.Spec(1, spec => spec with { Guide = new GuideSpec { Model = model } }), CampaignState.Running);

        await campaign.Paint();
        await Until(async () => await campaign.Triplets(TripletState.Queued) is 1);

        await using var folder = ScratchFolder.Create("pictures");
        for (var i = 0; i < 3; i++) await File.WriteAllBytesAsync(folder[$"{i}.png"], A.Picture(i).EncodePng(), Cancel);
        using var network = StartingModel.Create(RegisteredModel.Pairs);
        var compared = network.Scores([(folder["0.png"], folder["1.png"]), (folder["0.png"], folder["2.png"])], Precision.Float32, progress: null, Cancel);
        Math.Abs(1 - compared[0].Similarity!.Value - compared[0].Distance).ShouldBeGreaterThan(0.01, "or the test could not tell them apart");
        (await host.Ask<double>("select distance_a from triplet")).ShouldBe(compared[0].Distance, 1e-6);
        (await host.Ask<double>("select distance_b from triplet")).ShouldBe(compared[1].Distance, 1e-6);
        (await host.Ask<double>("select expected_a from triplet")).ShouldBe(new TripletDistances(compared[0].Distance, compared[1].Distance, 0).ExpectedA(0.05), 1e-4);
    }

    [Theory]
    [InlineData("manifest", "has the SHA-256")]
    [InlineData("weights", "has the SHA-256")]
    [InlineData("gone", "The object store has no object 'models/small/1.0.0-0000beef-1/backbone0.safetensors'")]
    [InlineData("unregistered", "There is no model 'small@1.0.0-0000beef-1' in the registry.")]
    public async Task A_model_that_is_damaged_or_missing_is_named_and_its_campaign_goes_on_unguided(string harm, string named)
    {
        await using var host = await CrowdHost.StartWithTrainer(cluster);
        await using var db = host.Db();
        var model = await RegisteredModel.Whole(db, host.Objects, "{}");
        await Harm(host, harm);
        var campaign = await CampaignAtWork.Insert(host, A.Spec(2, spec => spec with { Guide = new GuideSpec { Model = model, Screen = 2 } }), CampaignState.Running);
        await campaign.Paint();

        // At once: nobody waits until patience ends.
        await Until(async () => await campaign.Triplets(TripletState.Queued) == 2);

        (await host.Ask<long>("select count(*) from triplet where distance_a is null and expected_a is null")).ShouldBe(2);
        (await host.Ask<long>("select count(*) from awaited_score")).ShouldBe(0);
        var reason = await host.Ask<string>("select min(unscored) from painting");
        reason.ShouldStartWith($"Model {model} cannot be loaded: ");
        reason.ShouldContain(named);
        (await host.Ask<long>("select count(distinct unscored) from painting")).ShouldBe(1);
    }

    private static async Task Harm(CrowdHost host, string harm)
    {
        const string Weights = "models/small/1.0.0-0000beef-1/backbone0.safetensors";
        if (harm is "manifest") await host.Do("update model set manifest_sha256 = repeat('0', 64)");
        else if (harm is "unregistered") await host.Do("delete from model");
        else (await host.Objects.Exists(Weights, Cancel)).ShouldBeTrue();
        if (harm is not ("weights" or "gone")) return;
        await host.Objects.Delete([Weights], Cancel);
        if (harm is "weights") await host.Objects.Put(Weights, new byte[100], "application/octet-stream", Cancel);
    }

    private static async Task Until(Func<Task<bool>> happened)
    {
        for (var wait = 0; !await happened(); wait++)
        {
            if (wait > 600) throw new TimeoutException("It did not happen within a minute.");
            await Task.Delay(100, Cancel);
        }
    }
}
