using System.Security.Cryptography;
using Nights.Domain.Campaigns;
using Nights.Domain.Guidance;
using Nights.Domain.Storage;
using Nights.Domain.Triplets;
using Nights.DreamSim.Metrics;
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
        (await host.Ask<long>("select count(*) from awaited_score")).ShouldBe(1);

        host.Clock.Advance(TimeSpan.FromSeconds(121));
        await Until(async () => await campaign.Triplets(TripletState.Queued) == 5);
        (await host.Ask<long>("select count(*) from triplet where distance_a is null")).ShouldBe(1);
    }

    [Fact]
    public async Task A_model_whose_files_are_not_those_that_were_registered_scores_nothing()
    {
        await using var host = await CrowdHost.StartWithTrainer(cluster);
        await using var db = host.Db();
        var model = await RegisteredModel.Whole(db, host.Objects, "{}");
        await host.Do("update model set manifest_sha256 = repeat('0', 64)");
        var campaign = await CampaignAtWork.Insert(host, A.Spec(2, spec => spec with { Guide = new GuideSpec { Model = model } }), CampaignState.Running);
        await campaign.Paint();
        await Until(async () => await host.Ask<long>("select count(*) from awaited_score where asked_at is not null") == 2);

        host.Clock.Advance(TimeSpan.FromSeconds(121));
        await Until(async () => await campaign.Triplets(TripletState.Queued) == 2);
        (await host.Ask<long>("select count(*) from triplet where distance_a is null")).ShouldBe(2);
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
