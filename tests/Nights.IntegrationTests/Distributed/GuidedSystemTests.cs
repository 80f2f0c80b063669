using Nights.Contracts;
using Nights.Domain.Campaigns;
using Nights.Domain.Guidance;
using Nights.Domain.Triplets;
using Nights.Domain.Voting;
using Nights.TestServers;

namespace Nights.IntegrationTests.Distributed;

/// <summary>The closed loop as its users run it: generators paint, the trainer scores what they painted, the crowd hands out what tells most.</summary>
[Collection(nameof(DistributedSystem))]
public sealed class GuidedSystemTests(PostgresCluster postgres, S3Server s3)
{
    private const string Name = "guided";
    private const double Screen = GuidedSpec.Screen;
    private const int Page = GuidedSpec.Page;

    private static readonly VoteSpec Votes = new() { Schedule = [2, 1] };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_generators_paint_is_scored_by_the_trainer_and_handed_out_by_its_scores()
    {
        await using var broker = RabbitMqBroker.Fresh();
        await using var system = await DistributedSystem.Start(postgres, broker, s3, Cancel);
        await using var backstage = await system.Enter(Cancel);
        var model = await GuidedSpec.Register(backstage);

        await system.StartCampaign(Name, GuidedSpec.Yaml(Name, model, paintings: 24, "[2, 1]"), Cancel);
        await system.Until($"campaigns/{Name}", view => RunningSystem.Count(view, "queued") + RunningSystem.Count(view, "void") is 24, Cancel);

        var triplets = await GuidedTriplet.All(backstage, Name, Cancel);
        ShouldFollowTheModel(triplets, model);
        var best = triplets.Where(one => one.State is TripletState.Queued).Select(one => one.Merits[0]).OrderDescending().ToArray();
        await system.SendPeople(Name, Cancel, "--participants", "1");
        (await MeritsOfPages(backstage)).ShouldBe([.. best.Take(Page).Order(), .. best.Skip(Page).Take(Page).Order()], "the first page asks the best, the second the best of the rest");

        await Repeat(backstage, triplets, model);
        await system.SendPeople(Name, Cancel, "--participants", "8", "--until-done");
        await system.Until($"campaigns/{Name}", view => view.GetProperty("state").GetString() is "finished", Cancel);
        var ended = await GuidedTriplet.All(backstage, Name, Cancel);
        ended.Select(Scored).ShouldBe(triplets.Select(Scored));
        ended.Where(one => one.IsScreened).ShouldAllBe(one => one.Slots == 0 && one.VoidReason != null);
        ended.Where(one => !one.IsScreened).ShouldAllBe(one => one.Merits.Length == Votes.Schedule[0] && (one.State == TripletState.Accepted || one.State == TripletState.Dropped));
        (await backstage.Ask<long>("select count(*) from vote v join triplet t on t.id = v.triplet_id where t.state = 4", Cancel)).ShouldBe(0);
        await Parked.ShouldBeNone(await broker.Address(), Cancel);
    }

    /// <summary>Every triplet has the distances that the model gives here too; those that are near-identical are void, the others have their votes and their merit.</summary>
    private static void ShouldFollowTheModel(IReadOnlyList<GuidedTriplet> triplets, string model)
    {
        foreach (var one in triplets)
        {
            one.A!.Value.ShouldBe(one.Seen.A, 1e-5);
            one.B!.Value.ShouldBe(one.Seen.B, 1e-5);
            one.IsScreened.ShouldBe(one.Seen.AreNearIdentical(Screen), $"{one}");
            one.Merits.ShouldBe(one.IsScreened ? [] : Enumerable.Repeat(SlotRank.Merit(VotePolicy.From(Votes), default, one.ExpectedA!.Value), Votes.Schedule[0]));
            if (one.IsScreened) one.VoidReason.ShouldEndWith($"apart for {model}, and guide.screen is {Screen}");
            else one.ExpectedA!.Value.ShouldBe(one.Seen.ExpectedA(GuidedSpec.Scale), 1e-3);
        }

        triplets.Count(one => one.IsScreened).ShouldBeInRange(1, triplets.Count - 2 * Page, "both must occur for the test to show something");
        triplets.SelectMany(one => one.Merits).Distinct().Count().ShouldBeGreaterThan(Page);
    }

    /// <summary>Asks for every score again, and says everything again with other figures.</summary>
    private static async Task Repeat(Backstage backstage, IReadOnlyList<GuidedTriplet> triplets, string model)
    {
        var campaign = await backstage.Ask<Guid>($"select id from campaign where name = '{Name}'", Cancel);
        var asked = await backstage.Rows(
            $"select id, pictures from painting where campaign_id = '{campaign}'",
            row => new ScorePainting { PaintingId = row.GetGuid(0), CampaignId = campaign, Model = model, Pictures = row.GetFieldValue<string[]>(1) }, Cancel);
        asked.Count.ShouldBe(triplets.Count);
        foreach (var question in asked) await backstage.Publish(question, Cancel);
        await backstage.Until(() => Task.FromResult(asked.TrueForAll(question => backstage.Scores.Count(answer => answer.PaintingId == question.PaintingId) >= 2)), Cancel);
        foreach (var again in backstage.Scores.GroupBy(answer => answer.PaintingId))
            again.Select(answer => string.Join(' ', answer.Distances.Select(distance => Math.Round(distance, 5)))).Distinct().ShouldHaveSingleItem();
        foreach (var question in asked)
            await backstage.Publish(new PaintingScored { PaintingId = question.PaintingId, CampaignId = campaign, Model = model, Distances = [2, 0, 0], Scale = 1 }, Cancel);
    }

    /// <summary>The merits on each page in the order of the pages, sorted within a page.</summary>
    private static async Task<IEnumerable<int>> MeritsOfPages(Backstage backstage)
    {
        var shown = await backstage.Rows(
            "select p.created_at, s.rank % 256 from page p join trial t on t.page_id = p.id join slot s on s.triplet_id = t.triplet_id and s.round = 1 group by 1, 2, t.id",
            row => (At: row.GetDateTime(0), Merit: row.GetInt32(1)), Cancel);
        return shown.GroupBy(one => one.At, one => one.Merit).OrderBy(page => page.Key).SelectMany(page => page.Order());
    }

    private static (double?, double?, double?, bool) Scored(GuidedTriplet one) => (one.A, one.B, one.ExpectedA, one.IsScreened);
}
