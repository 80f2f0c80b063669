using System.Net;
using System.Text.Json;
using Nights.Domain.Randomness;
using Nights.Domain.Triplets;
using Nights.Domain.Voting;
using Nights.TestServers;

namespace Nights.IntegrationTests.Crowd;

public sealed class CrowdUnderLoadTests(PostgresCluster cluster)
{
    private const int Participants = 32;
    private const int Triplets = 200;

    [Fact]
    public async Task Thirty_two_participants_decide_two_hundred_triplets_and_every_rule_holds()
    {
        await using var host = await CrowdHost.Start(cluster);
        var campaign = await host.Campaign(Triplets, spec => spec with
        {
            Votes = spec.Votes with { Schedule = [2, 1, 1] },
            // Some two dozen triplets come to each participant: so much gold that a clicker is judged however late they come to their turn.
            Quality = spec.Quality with { Practice = 0, GoldShare = 0.3, GoldBeforeJudging = 4 },
            Hit = spec.Hit with { TrialsPerPage = 10, TrialsPerHit = 400 },
        });

        await Task.WhenAll(Enumerable.Range(0, Participants).Select(number => Task.Run(() => Take(host, campaign, number))));

        (await campaign.Triplets(TripletState.Queued)).ShouldBe(0, "Every triplet is decided.");
        (await campaign.Triplets(TripletState.Planned)).ShouldBe(0);
        (await host.Ask<long>("select count(*) from slot where state in (0, 1)")).ShouldBe(0);
        (await host.Ask<long>("""
            select count(*) from (select triplet_id, participant_id from vote where status = 0 group by 1, 2 having count(*) > 1) twice
            """)).ShouldBe(0);
        (await host.Ask<long>("select count(*) from triplet where votes_a + votes_b > 4")).ShouldBe(0);
        (await host.Ask<long>("""
            select count(*) from triplet t where votes_a <> (select count(*) from vote v where v.triplet_id = t.id and v.status = 0 and v.choice = 0)
                or votes_b <> (select count(*) from vote v where v.triplet_id = t.id and v.status = 0 and v.choice = 1)
            """)).ShouldBe(0, "The tally is what the votes say.");
        (await host.Ask<long>("select count(*) from (select trial_id from vote group by 1 having count(*) > 1) twice")).ShouldBe(0);
        (await host.Ask<long>("select count(*) from vote where status = $1", (short)VoteStatus.Quarantined)).ShouldBeGreaterThan(0, "The clicker was found out.");

        await using (var db = host.Db())
        {
            host.Clock.Advance(TimeSpan.FromHours(1));
            while (await Database.Crowd.ReapLeases.Run(db, host.Clock.GetUtcNow(), TestContext.Current.CancellationToken) > 0) continue;
        }

        var (committed, paid) = (await campaign.Committed(), await campaign.Paid());
        committed.ShouldBe(paid);
        committed.ShouldBeLessThanOrEqualTo(campaign.Spec.Budget.CapMinor);
        await ReplayGivesTheSame(host, campaign);
    }

    /// <summary>Two of three are good, every eighth clicks at random; some answer twice at once, some walk away from a page.</summary>
    private static async Task Take(CrowdHost host, CampaignAtWork campaign, int number)
    {
        var draw = SplitMix64.Stream(7, number);
        var clicks = number % 8 is 0;
        var visitor = await Visitor.Warm(host, campaign);
        for (var idle = 0; idle < 400 && await campaign.Triplets(TripletState.Queued) > 0;)
        {
            var page = await visitor.Page();
            if (page.GetProperty("page").ValueKind is JsonValueKind.Null)
            {
                if (page.GetProperty("reason").GetString() is not "nothing-now") return;
                idle++;
                await Task.Delay(25, TestContext.Current.CancellationToken);
                continue;
            }

            var abandons = draw.Next(12) is 0;
            foreach (var trial in Visitor.Trials(page).Skip(abandons ? 5 : 0))
            {
                if (clicks)
                {
                    var click = await visitor.Answer(Visitor.Id(trial), draw.Next(2) is 0 ? "left" : "right");
                    if (click.Status is HttpStatusCode.Conflict) return;
                    continue;
                }

                var row = await visitor.Row(Visitor.Id(trial));
                var side = (row.Gold ?? Truth(row.Triplet!.Value, draw)) is Variation.A == row.AOnLeft ? "left" : "right";
                var submission = Guid.NewGuid();
                var copies = draw.Next(6) is 0 ? 3 : 1;
                var replies = await Task.WhenAll(Enumerable.Range(0, copies).Select(_ => visitor.Answer(Visitor.Id(trial), side, submission)));
                replies.ShouldAllBe(reply => reply.Status == HttpStatusCode.OK);
            }

            // Whoever walked away is back when the lease is over.
            if (abandons) host.Clock.Advance(TimeSpan.FromSeconds(601));
        }
    }

    /// <summary>Three of four triplets are clear; the others divide people.</summary>
    private static Variation Truth(Guid triplet, SplitMix64 draw) =>
        triplet.ToByteArray()[15] % 4 is 0 ? (Variation)draw.Next(2) : (Variation)(triplet.ToByteArray()[14] % 2);

    /// <summary>The counted votes in the order they were cast, through the rules alone.</summary>
    private static async Task ReplayGivesTheSame(CrowdHost host, CampaignAtWork campaign)
    {
        var policy = VotePolicy.From(campaign.Spec.Votes);
        var replayed = new Dictionary<Guid, (Tally Tally, TripletState State)>();
        await using var command = host.Database.CreateCommand(
            "select v.triplet_id, v.choice, t.state from vote v join triplet t on t.id = v.triplet_id where v.status = 0 order by v.id");
        await using var rows = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var stored = new Dictionary<Guid, TripletState>();
        while (await rows.ReadAsync(TestContext.Current.CancellationToken))
        {
            var id = rows.GetGuid(0);
            stored[id] = (TripletState)rows.GetInt16(2);
            var (tally, _) = replayed.GetValueOrDefault(id);
            tally = tally.Add((Variation)rows.GetInt16(1));
            var round = Enumerable.Range(1, policy.Rounds).First(number => policy.VotesThrough(number) >= tally.Total);
            replayed[id] = (tally, policy.Decide(tally, round).Kind switch
            {
                DecisionKind.Accept => TripletState.Accepted,
                DecisionKind.Drop => TripletState.Dropped,
                _ => TripletState.Queued,
            });
        }

        foreach (var (id, state) in stored) replayed[id].State.ShouldBe(state);
    }
}
