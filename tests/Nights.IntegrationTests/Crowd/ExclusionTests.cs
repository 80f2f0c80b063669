using System.Net;
using Nights.Domain.Quality;
using Nights.Domain.Triplets;
using Nights.Domain.Voting;
using Nights.TestServers;

namespace Nights.IntegrationTests.Crowd;

public sealed class ExclusionTests(PostgresCluster cluster)
{
    [Fact]
    public async Task Whoever_fails_gold_is_excluded_and_what_their_votes_decided_is_decided_anew()
    {
        await using var host = await CrowdHost.Start(cluster);
        // Everything is decided by two votes; the bad visitor's two gold answers come at the end of the page.
        var campaign = await host.Campaign(6, spec => spec with
        {
            Votes = spec.Votes with { Schedule = [2] },
            Quality = spec.Quality with { Practice = 0, GoldShare = 0.25, GoldBeforeJudging = 2, GoldRightShare = 0.7 },
            Hit = spec.Hit with { TrialsPerPage = 8, TrialsPerHit = 16 },
        });
        var good = await Visitor.Warm(host, campaign);
        foreach (var trial in Visitor.Trials(await good.Page())) await good.AnswerRightly(trial);

        // Agrees on the first triplets, dissents on the rest, and is wrong on gold.
        var bad = await Visitor.Warm(host, campaign);
        var page = Visitor.Trials(await bad.Page());
        var real = new List<Guid>();
        var gold = new List<Guid>();
        foreach (var trial in page) ((await bad.Row(Visitor.Id(trial))).Triplet is null ? gold : real).Add(Visitor.Id(trial));
        real.Count.ShouldBe(6);
        for (var i = 0; i < real.Count - 1; i++)
        {
            var row = await bad.Row(real[i]);
            (await bad.Choose(real[i], row.AOnLeft, i < 2 ? Variation.A : Variation.B)).Status.ShouldBe(HttpStatusCode.OK);
        }

        (await campaign.Triplets(TripletState.Accepted)).ShouldBe(2);
        (await campaign.Triplets(TripletState.Dropped)).ShouldBe(3);
        foreach (var trial in gold)
        {
            var row = await bad.Row(trial);
            (await bad.Choose(trial, row.AOnLeft, 1 - row.Gold!.Value)).Status.ShouldBe(HttpStatusCode.OK, "The answer that excludes looks like any other.");
        }

        (await host.Ask<long>("select count(*) from participant where state = $1", (short)ParticipantState.Excluded)).ShouldBe(1);
        (await host.Ask<long>("select count(*) from vote where status = $1", (short)VoteStatus.Quarantined)).ShouldBe(5);
        (await campaign.Triplets(TripletState.Queued)).ShouldBe(6);
        (await host.Ask<long>("select count(*) from slot where state = 0")).ShouldBe(6, "One vote each is wanted again.");
        (await host.Ask<long>("select count(*) from slot where state = 1")).ShouldBe(0);
        (await campaign.Committed()).ShouldBe(await campaign.Paid());

        var after = await bad.Answer(real[^1], "left");
        after.ShouldBeRefused(HttpStatusCode.Conflict, "session-closed");
        (await host.Ask<short>("select status from vote where trial_id = $1", real[^1])).ShouldBe((short)VoteStatus.Quarantined);
        (await bad.Page()).GetProperty("reason").GetString().ShouldBe("excluded");

        var third = await Visitor.Warm(host, campaign);
        foreach (var trial in Visitor.Trials(await third.Page())) await third.AnswerRightly(trial);
        (await campaign.Triplets(TripletState.Accepted)).ShouldBe(6);
    }
}
