using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Nights.Crowd.Gold;
using Nights.Database.Crowd.Marks;
using Nights.Domain.Campaigns;
using Nights.Domain.Quality;
using Nights.Domain.Triplets;
using Nights.Domain.Voting;
using Nights.TestServers;

namespace Nights.IntegrationTests.Crowd;

public sealed class QualityTests(PostgresCluster cluster)
{
    [Fact]
    public async Task One_trial_in_so_many_says_which_side_to_press_and_whoever_misses_two_is_paid_and_not_used()
    {
        await using var host = await CrowdHost.Start(cluster);
        var campaign = await host.Campaign(24, spec => Plain(spec) with { Quality = Plain(spec).Quality with { TrialsPerCheck = 10 } });
        var visitor = await Visitor.Warm(host, campaign);
        var checks = 0;
        for (var page = 0; page < 2; page++)
        {
            foreach (var trial in Visitor.Trials(await visitor.Page()))
            {
                if (trial.GetProperty("instruction").GetString() is not { } side)
                {
                    await visitor.AnswerRightly(trial);
                    continue;
                }

                checks++;
                (await visitor.Answer(Visitor.Id(trial), side is "left" ? "right" : "left")).Status.ShouldBe(HttpStatusCode.OK);
            }

            if (page is 0) (await host.Ask<long>("select count(*) from vote where status = 4")).ShouldBe(0, "One miss is a mishap.");
        }

        checks.ShouldBe(2);
        (await host.Ask<long>("select count(*) from vote where status = $1 and not \"right\"", (short)VoteStatus.Check)).ShouldBe(2);
        (await host.Ask<long>("select count(*) from vote where status = 0")).ShouldBe(0);
        (await host.Ask<long>("select count(*) from vote where status = 4")).ShouldBe(18);
        (await host.Ask<string>("select reason from participant_mark where kind = $1 and by = 'rules'", (short)MarkKind.SoftReject)).ShouldBe("2 of 2 attention checks missed in campaign cats");
        (await host.Ask<short>("select state from participant")).ShouldBe((short)0, "A soft reject is this campaign's alone.");
        (await visitor.Page()).GetProperty("reason").GetString().ShouldBe("excluded");
        (await campaign.Paid()).ShouldBe(20L * campaign.Spec.Budget.PayPerTrialMinor);
    }

    [Fact]
    public async Task A_triplet_comes_again_mirrored_and_is_not_counted_twice()
    {
        await using var host = await CrowdHost.Start(cluster);
        var campaign = await host.Campaign(24, spec => Plain(spec) with { Quality = Plain(spec).Quality with { TrialsPerRepeat = 10 } });
        var visitor = await Visitor.Warm(host, campaign);
        var first = Visitor.Trials(await visitor.Page());
        var sides = new Dictionary<Guid, bool>();
        foreach (var trial in first)
        {
            var row = await visitor.Row(Visitor.Id(trial));
            sides[row.Triplet!.Value] = row.AOnLeft;
            await visitor.AnswerRightly(trial);
        }

        sides.Count.ShouldBe(10, "There is nothing to repeat on the first page.");
        var repeats = 0;
        foreach (var trial in Visitor.Trials(await visitor.Page()))
        {
            var row = await visitor.Row(Visitor.Id(trial));
            if (sides.TryGetValue(row.Triplet!.Value, out var before))
            {
                repeats++;
                row.AOnLeft.ShouldBe(!before);
            }

            await visitor.AnswerRightly(trial);
        }

        repeats.ShouldBe(1);
        (await host.Ask<long>("select count(*) from vote where status = $1 and \"right\"", (short)VoteStatus.Repeat)).ShouldBe(1);
        (await host.Ask<long>("select count(*) from vote where status = 0")).ShouldBe(19);
        (await host.Ask<int>("select max(votes_a + votes_b) from triplet")).ShouldBe(1);
        (await new Record(host).TalliesAreTheVotes()).ShouldBeTrue();
        (await campaign.Paid()).ShouldBe(20L * campaign.Spec.Budget.PayPerTrialMinor, "Paid like any other.");
    }

    [Fact]
    public async Task An_answer_after_the_ceiling_is_stored_and_paid_and_somebody_else_is_asked()
    {
        await using var host = await CrowdHost.Start(cluster);
        var campaign = await host.Campaign(10, Plain);
        var visitor = await Visitor.Warm(host, campaign);
        var page = Visitor.Trials(await visitor.Page());
        (await visitor.Answer(Visitor.Id(page[0]), "left", responseMs: 60_000)).Status.ShouldBe(HttpStatusCode.OK);
        (await visitor.Answer(Visitor.Id(page[1]), "left", responseMs: 60_001)).Status.ShouldBe(HttpStatusCode.OK);

        (await host.Ask<short>("select status from vote where trial_id = $1", Visitor.Id(page[0]))).ShouldBe((short)VoteStatus.Counted);
        (await host.Ask<short>("select status from vote where trial_id = $1", Visitor.Id(page[1]))).ShouldBe((short)VoteStatus.Slow);
        (await host.Ask<short>("select s.state from trial t join slot s on s.id = t.slot_id where t.id = $1", Visitor.Id(page[1]))).ShouldBe((short)SlotState.Open);
        (await campaign.Paid()).ShouldBe(2L * campaign.Spec.Budget.PayPerTrialMinor);
    }

    [Fact]
    public async Task Whoever_answers_too_fast_is_warned_once_and_their_evidence_says_why()
    {
        await using var host = await CrowdHost.Start(cluster);
        var campaign = await host.Campaign(40, spec => Plain(spec) with { Hit = spec.Hit with { TrialsPerPage = 10, TrialsPerHit = 40 } });
        var visitor = await Visitor.Warm(host, campaign);
        for (var page = 0; page < 3; page++)
            foreach (var trial in Visitor.Trials(await visitor.Page())) await visitor.Answer(Visitor.Id(trial), "left", responseMs: 300);

        (await host.Ask<long>("select count(*) from participant_mark")).ShouldBe(1);
        (await host.Ask<string>("select reason from participant_mark where kind = $1", (short)MarkKind.Warn)).ShouldBe("20 of 20 answers within 400 ms, 20 % allowed");
        (await host.Ask<long>("select count(*) from vote where status = 0")).ShouldBe(30);

        await using var connection = await host.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        var evidence = await ReadEvidence.One(
            connection, campaign.Id, await new Record(host).Participant(visitor), campaign.Spec.Quality, TestContext.Current.CancellationToken);
        evidence.ShouldBe(new ParticipantEvidence { Trials = 30, Choices = 30, Lefts = 30, Runs = 1, Fast = 30, MedianMs = 300 });
        JudgeParticipant.Of(evidence!, campaign.Spec.Quality).Findings.Select(finding => finding.Rule).ShouldBe([QualityRule.TooFast, QualityRule.SideBias]);
    }

    [Fact]
    public async Task Agreement_leaves_ones_own_vote_out()
    {
        await using var host = await CrowdHost.Start(cluster);
        var campaign = await host.Campaign(4, spec => Plain(spec) with { Votes = spec.Votes with { Schedule = [4], Rule = ConsensusRule.Majority }, Hit = spec.Hit with { TrialsPerPage = 4, TrialsPerHit = 4 } });
        var people = new List<Visitor>();
        for (var i = 0; i < 4; i++)
        {
            people.Add(await Visitor.Warm(host, campaign));
            var choice = i is 1 ? Variation.B : Variation.A;
            foreach (var trial in Visitor.Trials(await people[i].Page())) await people[i].AnswerRightly(trial, _ => choice);
        }

        await using var connection = await host.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        var record = new Record(host);
        Guid[] ids = [await record.Participant(people[0]), await record.Participant(people[1])];
        var evidence = await ReadEvidence.Of(connection, campaign.Id, ids, campaign.Spec.Quality, TestContext.Current.CancellationToken);
        evidence[ids[0]].Agreement.ShouldBe(new GoldScore(4, 4));
        evidence[ids[1]].Agreement.ShouldBe(new GoldScore(0, 4));

        // Quarantined, their votes are no part of the tallies any more, and say the same of them as before.
        await record.Mark(ids[1], MarkKind.SoftReject, campaign.Id);
        (await ReadEvidence.One(connection, campaign.Id, ids[1], campaign.Spec.Quality, TestContext.Current.CancellationToken)).ShouldBe(evidence[ids[1]]);
    }

    [Fact]
    public async Task A_twentieth_is_the_most_that_one_participant_judges()
    {
        await using var host = await CrowdHost.Start(cluster);
        var campaign = await host.Campaign(20, spec => Plain(spec) with
        {
            Quality = Plain(spec).Quality with { MostOfCampaign = 0.3 },
            Hit = spec.Hit with { TrialsPerPage = 4, TrialsPerHit = 12, HitsPerParticipant = 2 },
        });
        // 20 triplets, two votes each in round 1: 12 votes, three pages.
        var visitor = await Visitor.Warm(host, campaign, "eager");
        for (var page = 0; page < 3; page++) foreach (var trial in Visitor.Trials(await visitor.Page())) await visitor.AnswerRightly(trial);
        (await visitor.Post("finish", new { })).Status.ShouldBe(HttpStatusCode.OK);
        var again = await Visitor.Warm(host, campaign, "eager");
        (await again.Page()).GetProperty("reason").GetString().ShouldBe("capped");
        Visitor.Trials(await (await Visitor.Warm(host, campaign)).Page()).Count.ShouldBe(4);
    }

    [Fact]
    public async Task Triplets_on_which_trusted_participants_agreed_become_gold_until_they_fall()
    {
        await using var host = await CrowdHost.Start(cluster);
        // Two full pages: one that falls short may have no gold, and who has seen none is not trusted.
        var campaign = await host.Campaign(6, spec => spec with
        {
            Votes = spec.Votes with { Schedule = [2] },
            Quality = spec.Quality with { Practice = 0, GoldShare = 0.25, GoldBeforeJudging = 1, GoldPromotionVotes = 2, MostOfCampaign = 1 },
            Hit = spec.Hit with { TrialsPerPage = 8, TrialsPerHit = 8 },
        });
        var promote = host.Services.GetRequiredService<PromoteGold>();
        (await promote.Run(TestContext.Current.CancellationToken)).ShouldBe(0);
        var people = new List<Visitor>();
        for (var i = 0; i < 4; i++)
        {
            people.Add(await Visitor.Warm(host, campaign));
            var page = await people[i].Page();
            if (page.TryGetProperty("trials", out var trials) && trials.ValueKind is JsonValueKind.Array) foreach (var trial in trials.EnumerateArray()) await people[i].AnswerRightly(trial);
        }

        var accepted = await campaign.Triplets(TripletState.Accepted);
        accepted.ShouldBeGreaterThan(0);
        // The host's own loop may have come first; each becomes gold once.
        await promote.Run(TestContext.Current.CancellationToken);
        (await promote.Run(TestContext.Current.CancellationToken)).ShouldBe(0);
        (await host.Ask<long>("select count(*) from gold where kind = $1 and answer = 0 and cardinality(displays) = 3", (short)GoldKind.Promoted)).ShouldBe(accepted);
        (await host.Ask<long>("select count(*) from gold g, painting p where g.kind = 2 and g.displays && p.displays")).ShouldBe(0, "No picture of a real trial is in gold.");

        var record = new Record(host);
        await record.Mark(await record.Participant(people[0]), MarkKind.Exclude, campaign: null);
        await promote.Run(TestContext.Current.CancellationToken);
        (await host.Ask<long>("select count(*) from gold g join triplet t on t.id = g.triplet_id where (g.retired_at is null) <> (t.state = 2)")).ShouldBe(0);
        (await host.Ask<long>("select count(*) from gold where retired_at is not null")).ShouldBeGreaterThan(0);
    }

    private static CampaignSpec Plain(CampaignSpec spec) => spec with
    {
        Votes = spec.Votes with { Schedule = [2] },
        Quality = spec.Quality with { Practice = 0, GoldShare = 0, MostOfCampaign = 1, TrialsPerCheck = 0, TrialsPerRepeat = 0 },
        Hit = spec.Hit with { TrialsPerPage = 10, TrialsPerHit = 20 },
    };
}
