using Nights.Domain.Triplets;
using Nights.TestServers;

namespace Nights.IntegrationTests.Distributed;

/// <summary>kill -9 of the trainer, then a broker that is cut off, each in the middle of a campaign's scores: each painting is scored once in its effect, and nothing is lost.</summary>
[Collection(nameof(DistributedSystem))]
public sealed class KilledTrainerTests(PostgresCluster postgres, S3Server s3)
{
    private const string Name = "killed";
    private const int Paintings = 96;   // three batches of a trainer, so that some are always left

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_and_cut_off_while_it_scores_each_painting_is_scored_once_and_the_campaign_finishes()
    {
        await using var broker = RabbitMqBroker.Fresh();
        await using var wire = Wire.To(await broker.Address());
        // Nobody's patience ends and nobody asks again: what was asked once must be enough.
        await using var system = await DistributedSystem.Start(postgres, broker, s3, Cancel, ("Bus:Uri", wire.Address.ToString()), ("Crowd:ScoreWithinSeconds", "3600"));
        await using var backstage = await system.Enter(Cancel);
        var model = await GuidedSpec.Register(backstage);
        await system.TrainerIsReady(Cancel);
        await system.Trainer.Kill();
        await system.StartCampaign(Name, GuidedSpec.Yaml(Name, model, Paintings, "[1]"), Cancel);
        await system.Until($"campaigns/{Name}", view => view.GetProperty("awaitScore").GetInt32() is Paintings, Cancel);
        await backstage.Until(async () => await Count(backstage, "awaited_score where asked_at is not null") is Paintings, Cancel);

        system.StartTrainer();
        await backstage.Until(() => Task.FromResult(!backstage.Scores.IsEmpty), Cancel);
        await system.Trainer.Kill();
        (await Count(backstage, "awaited_score")).ShouldBeGreaterThan(0, "the kill came too late to prove anything");

        var heard = backstage.Scores.Count;
        system.StartTrainer();
        await backstage.Until(() => Task.FromResult(backstage.Scores.Count > heard), Cancel);
        wire.Cut().ShouldBeGreaterThanOrEqualTo(5, "campaigns, crowd, trainer, and two generators");
        (await Count(backstage, "awaited_score")).ShouldBeGreaterThan(0, "the cut came too late to prove anything");
        await Task.Delay(TimeSpan.FromSeconds(1), Cancel);
        wire.Mend();

        await system.Until($"campaigns/{Name}", view => RunningSystem.Count(view, "queued") + RunningSystem.Count(view, "void") is Paintings, Cancel);
        await system.SendPeople(Name, Cancel, "--participants", "8", "--until-done");
        await system.Until($"campaigns/{Name}", view => view.GetProperty("state").GetString() is "finished", Cancel);

        var triplets = await GuidedTriplet.All(backstage, Name, Cancel);
        triplets.Count.ShouldBe(Paintings);
        foreach (var one in triplets)
        {
            one.A!.Value.ShouldBe(one.Seen.A, 1e-5);
            one.B!.Value.ShouldBe(one.Seen.B, 1e-5);
            one.Slots.ShouldBe(one.IsScreened ? 0 : 1, $"{one}");
            one.State.ShouldBe(one.IsScreened ? TripletState.Void : TripletState.Accepted);
        }

        (await Count(backstage, "vote")).ShouldBe(triplets.Count(one => !one.IsScreened));
        (await Count(backstage, "awaited_score")).ShouldBe(0);
        await Parked.ShouldBeNone(await broker.Address(), Cancel);
    }

    private static Task<long> Count(Backstage backstage, string rows) => backstage.Ask<long>($"select count(*) from {rows}", Cancel);
}
