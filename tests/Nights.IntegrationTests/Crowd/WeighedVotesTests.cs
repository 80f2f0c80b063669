using System.Net;
using Nights.Domain.Campaigns;
using Nights.Domain.Triplets;
using Nights.Domain.Voting;
using Nights.TestServers;

namespace Nights.IntegrationTests.Crowd;

public sealed class WeighedVotesTests(PostgresCluster cluster)
{
    private static readonly VoteSpec Bayesian = new() { Rule = ConsensusRule.Bayesian, Schedule = [1, 1, 1, 1], Confidence = 0.75, AmbiguousShare = 0.4, ClearAgreement = 1, LeastChance = 0.01 };

    [Fact]
    public async Task Skill_stands_beside_each_vote_and_the_log_gives_what_is_stored_also_after_a_quarantine()
    {
        await using var host = await CrowdHost.Start(cluster);
        var campaign = await host.Campaign(6, spec => spec with
        {
            Votes = Bayesian,
            Quality = spec.Quality with { Practice = 0, GoldShare = 0.25, GoldBeforeJudging = 2, GoldRightShare = 0.7 },
            Hit = spec.Hit with { TrialsPerPage = 8, TrialsPerHit = 16 },
        });
        for (var people = 0; people < 2; people++)
        {
            var good = await Visitor.Warm(host, campaign);
            foreach (var trial in Visitor.Trials(await good.Page())) await good.AnswerRightly(trial);
        }

        var skills = await host.Ask<long>("select count(*) from vote where status = 0 and skill between 8000 and 9000");
        skills.ShouldBe(await host.Ask<long>("select count(*) from vote where status = 0"));
        (await host.Ask<long>("select count(*) from vote where status <> 0 and skill is not null")).ShouldBe(0);
        await ReplayGivesTheSame(host);

        // Dissents on everything and fails gold: their evidence is taken back to the last digit.
        var before = await host.Ask<long>("select sum(evidence_a - 3 * evidence_b)::bigint from triplet");
        var bad = await Visitor.Warm(host, campaign);
        var page = Visitor.Trials(await bad.Page());
        foreach (var goldLast in new[] { false, true })
        {
            foreach (var trial in page)
            {
                var row = await bad.Row(Visitor.Id(trial));
                if (row.Triplet is null != goldLast) continue;
                (await bad.Choose(Visitor.Id(trial), row.AOnLeft, goldLast ? 1 - row.Gold!.Value : Variation.B)).Status.ShouldBe(HttpStatusCode.OK);
            }
        }

        (await host.Ask<long>("select count(*) from vote where status = $1", (short)VoteStatus.Quarantined)).ShouldBeGreaterThan(0);
        (await host.Ask<long>("select sum(evidence_a - 3 * evidence_b)::bigint from triplet")).ShouldBe(before);
        await ReplayGivesTheSame(host);
    }

    private static async Task ReplayGivesTheSame(CrowdHost host)
    {
        var cancel = TestContext.Current.CancellationToken;
        var log = new List<LoggedVote>();
        await using (var votes = host.Database.CreateCommand("select triplet_id, choice, skill, status from vote where triplet_id is not null and choice is not null"))
        await using (var rows = await votes.ExecuteReaderAsync(cancel))
        {
            while (await rows.ReadAsync(cancel))
                log.Add(new LoggedVote(rows.GetGuid(0), (Variation)rows.GetInt16(1), rows.IsDBNull(2) ? null : new Skill(rows.GetInt16(2)), (VoteStatus)rows.GetInt16(3)));
        }

        var policy = VotePolicy.From(Bayesian);
        var replayed = ReplayVotes.Run(policy, log);
        await using var triplets = host.Database.CreateCommand("select id, state, round, votes_a, votes_b, evidence_a, evidence_b from triplet");
        await using var stored = await triplets.ExecuteReaderAsync(cancel);
        while (await stored.ReadAsync(cancel))
        {
            var (ballot, standing) = replayed.TryGetValue(stored.GetGuid(0), out var found) ? found : (default, Standing.Of(policy, default));
            ((TripletState)stored.GetInt16(1), stored.GetInt32(2)).ShouldBe((standing.State, standing.Round));
            new Ballot(new Tally(stored.GetInt32(3), stored.GetInt32(4)), stored.GetInt64(5), stored.GetInt64(6)).ShouldBe(ballot);
        }
    }
}
