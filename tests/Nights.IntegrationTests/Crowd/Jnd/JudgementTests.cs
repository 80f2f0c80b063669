using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Nights.Crowd.Jnd;
using Nights.Domain.Campaigns;
using Nights.Domain.Jnd;
using Nights.Domain.Quality;
using Nights.Domain.Triplets;
using Nights.Domain.Voting;
using Nights.TestServers;

namespace Nights.IntegrationTests.Crowd.Jnd;

public sealed class JudgementTests(PostgresCluster cluster)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Accepted_triplets_of_a_source_are_judged_by_as_many_people_as_were_wanted()
    {
        await using var host = await CrowdHost.Start(cluster);
        var source = await JndVisits.Accepted(host, 6);
        var campaign = await JndVisits.Flashing(host, source, spec => spec with { Jnd = spec.Jnd with { Judgements = 2 }, Hit = spec.Hit with { TrialsPerHit = 24 } });
        (await campaign.Triplets(TripletState.Queued)).ShouldBe(6);
        (await host.Services.GetRequiredService<JndLoop>().RunOnce(Cancel)).ShouldBe((0, 0), "Everything is there.");

        for (var person = 0; person < 2; person++)
        {
            var visitor = await JndVisits.Warm(host, campaign, $"p{person}");
            for (var page = await visitor.Page(); page.TryGetProperty("trials", out _); page = await visitor.Page())
                foreach (var trial in Visitor.Trials(page)) (await visitor.JudgeRightly(trial, sameA: true, sameB: person is 0)).Status.ShouldBe(HttpStatusCode.OK);
        }

        (await campaign.Triplets(TripletState.Accepted)).ShouldBe(6);
        (await host.Ask<long>("select count(*) from vote v join judgement j on j.vote_id = v.id where v.status = 0 and same_a and v.campaign_id = $1", campaign.Id)).ShouldBe(12);
        (await host.Ask<long>("select count(*) from vote v join judgement j on j.vote_id = v.id where v.status = 0 and same_b and v.campaign_id = $1", campaign.Id)).ShouldBe(6);
        (await host.Ask<long>("select count(*) from vote where campaign_id = $1 and status = 0 and choice = 0", campaign.Id)).ShouldBe(6, "Where only A was the same, A is the choice.");
        (await host.Ask<long>("select count(*) from vote where campaign_id = $1 and status = 1 and not \"right\"", campaign.Id)).ShouldBe(0);
        (await campaign.Committed()).ShouldBe(await campaign.Paid());
        (await source.Triplets(TripletState.Accepted)).ShouldBe(6);
        (await host.Ask<long>("select count(*) from vote where campaign_id = $1", source.Id)).ShouldBe(0);
    }

    [Fact]
    public async Task An_answer_sent_again_is_stored_once_and_answered_alike()
    {
        await using var host = await CrowdHost.Start(cluster);
        var campaign = await JndVisits.Flashing(host, await JndVisits.Accepted(host, 4), spec => spec with { Quality = spec.Quality with { Practice = 0 } });
        var visitor = await JndVisits.Warm(host, campaign);
        var trial = Visitor.Trials(await visitor.Page())[0];
        var submission = Guid.NewGuid();

        var replies = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => visitor.Judge(trial, [true, false], submission)));
        replies.ShouldAllBe(reply => reply.Status == HttpStatusCode.OK && reply.Text == replies[0].Text);
        (await host.Ask<long>("select count(*) from judgement")).ShouldBe(1);
        (await visitor.Judge(trial, [false, false])).Text.ShouldBe(replies[0].Text, "The first answer stands.");
        (await host.Ask<long>("select count(*) from judgement")).ShouldBe(1);
        (await visitor.Answer(Visitor.Id(trial), "left")).ShouldBeRefused(HttpStatusCode.Conflict, "task-other");
        (await visitor.Judge(Visitor.Trials(await visitor.Page())[1], [true])).ShouldBeRefused(HttpStatusCode.BadRequest, "answers");
    }

    [Fact]
    public async Task A_bad_showing_is_paid_and_not_counted_and_somebody_else_is_asked()
    {
        await using var host = await CrowdHost.Start(cluster);
        var campaign = await JndVisits.Flashing(host, await JndVisits.Accepted(host, 4), spec => spec with
        {
            Jnd = spec.Jnd with { Judgements = 1 },
            Quality = spec.Quality with { Practice = 0, GoldShare = 0.1 },
        });
        var visitor = await JndVisits.Warm(host, campaign);
        var trials = new List<JsonElement>();
        foreach (var trial in Visitor.Trials(await visitor.Page())) if ((await visitor.Row(Visitor.Id(trial))).Triplet is not null) trials.Add(trial);

        (await visitor.Judge(trials[0], [true, false], off: 2, retries: 3)).Status.ShouldBe(HttpStatusCode.OK);
        (await visitor.Judge(trials[1], [true, false], hidden: 1)).Status.ShouldBe(HttpStatusCode.OK);
        (await visitor.Judge(trials[2], [true, false], off: 1)).Status.ShouldBe(HttpStatusCode.OK);

        (await Stored(host, trials[0])).ShouldBe((VoteStatus.Late, DisplayFault.Mistimed, 3));
        (await Stored(host, trials[1])).ShouldBe((VoteStatus.Late, DisplayFault.Hidden, 0));
        (await Stored(host, trials[2])).ShouldBe((VoteStatus.Counted, DisplayFault.None, 0));
        (await campaign.Paid()).ShouldBe(3 * campaign.Spec.Budget.PayPerTrialMinor);
        foreach (var trial in trials.Take(2))
        {
            var triplet = (await visitor.Row(Visitor.Id(trial))).Triplet!.Value;
            (await host.Ask<short>("select state from slot where triplet_id = $1", triplet)).ShouldBe((short)SlotState.Open, "It is wanted of somebody else.");
        }

        (await campaign.Triplets(TripletState.Accepted)).ShouldBe(1);
    }

    [Fact]
    public async Task Whoever_fails_catch_trials_is_excluded_and_their_judgements_are_asked_again()
    {
        await using var host = await CrowdHost.Start(cluster);
        var campaign = await JndVisits.Flashing(host, await JndVisits.Accepted(host, 6), spec => spec with
        {
            Jnd = spec.Jnd with { Judgements = 1 },
            Quality = spec.Quality with { Practice = 0, GoldShare = 0.25, GoldBeforeJudging = 2, GoldRightShare = 0.7 },
            Hit = spec.Hit with { TrialsPerPage = 8, TrialsPerHit = 16 },
        });
        var bad = await JndVisits.Warm(host, campaign);
        var gold = new List<JsonElement>();
        foreach (var trial in Visitor.Trials(await bad.Page()))
        {
            if ((await bad.Row(Visitor.Id(trial))).Triplet is null) gold.Add(trial);
            else await bad.JudgeRightly(trial);
        }

        (await campaign.Triplets(TripletState.Accepted)).ShouldBe(6);
        foreach (var trial in gold) (await bad.Judge(trial, [true, true])).Status.ShouldBe(HttpStatusCode.OK, "The answer that excludes looks like any other.");

        (await host.Ask<long>("select count(*) from participant where state = $1", (short)ParticipantState.Excluded)).ShouldBe(1);
        (await host.Ask<long>("select count(*) from vote where status = $1", (short)VoteStatus.Quarantined)).ShouldBe(6);
        (await campaign.Triplets(TripletState.Queued)).ShouldBe(6);
        (await host.Ask<long>("select count(*) from slot where campaign_id = $1 and state = 0", campaign.Id)).ShouldBe(6);
        (await host.Ask<long>("select sum(votes_a + votes_b) from triplet where campaign_id = $1", campaign.Id)).ShouldBe(0);
        (await campaign.Committed()).ShouldBe(await campaign.Paid());
        (await bad.Page()).GetProperty("reason").GetString().ShouldBe("excluded");

        var good = await JndVisits.Warm(host, campaign);
        foreach (var trial in Visitor.Trials(await good.Page())) await good.JudgeRightly(trial);
        (await campaign.Triplets(TripletState.Accepted)).ShouldBe(6);
    }

    [Fact]
    public async Task Judgements_that_are_put_back_count_where_nobody_else_has_judged_meanwhile_and_are_late_elsewhere()
    {
        await using var host = await CrowdHost.Start(cluster);
        var record = new Record(host);
        var campaign = await JndVisits.Flashing(host, await JndVisits.Accepted(host, 3), spec => spec with
        {
            Jnd = spec.Jnd with { Variant = JndVariant.Pair, Judgements = 1 },
            Quality = spec.Quality with { GoldShare = 0 },
            Hit = spec.Hit with { TrialsPerPage = 3, TrialsPerHit = 3 },
        });
        var doubted = await JndVisits.Warm(host, campaign, "doubted");
        foreach (var trial in Visitor.Trials(await doubted.Page())) await doubted.JudgeRightly(trial, sameA: true);
        var person = await host.Ask<Guid>("select participant_id from vote where status = 0 limit 1");

        var (mark, effect) = await record.Mark(person, MarkKind.SoftReject, campaign.Id);
        (effect.Votes, effect.Triplets, effect.AcceptedFell).ShouldBe((3, 3, 0));
        (await host.Ask<long>("select count(*) from slot where campaign_id = $1 and state = 0", campaign.Id)).ShouldBe(6);

        // One of the three is judged by somebody else meanwhile.
        var triplet = await host.Ask<Guid>("select triplet_id from vote where status = 4 order by id limit 1");
        await host.Do("update slot set state = 2 where triplet_id = $1 and state = 0 and pair = (select s.pair from vote v join trial x on x.id = v.trial_id join slot s on s.id = x.slot_id where v.triplet_id = $1)", triplet);

        var lifted = await record.Lift(person, mark);
        (lifted!.Votes, lifted.Triplets).ShouldBe((3, 2));
        (await host.Ask<long>("select count(*) from vote where participant_id = $1 and triplet_id is not null and status = 0", person)).ShouldBe(2);
        (await host.Ask<long>("select count(*) from vote where participant_id = $1 and triplet_id = $2 and status = 3", person, triplet)).ShouldBe(1);
        (await host.Ask<long>("select count(*) from slot where campaign_id = $1 and state = 0", campaign.Id)).ShouldBe(3);
        (await host.Ask<long>("select count(*) from slot o join slot s on s.triplet_id = o.triplet_id and s.pair = o.pair and s.state = 2 where o.campaign_id = $1 and o.state = 0", campaign.Id)).ShouldBe(0);

    }

    [Fact]
    public async Task Simple_pairs_are_judged_one_a_person_and_catch_pairs_are_half_and_half()
    {
        await using var host = await CrowdHost.Start(cluster);
        var campaign = await JndVisits.Flashing(host, await JndVisits.Accepted(host, 5), spec => spec with { Jnd = spec.Jnd with { Variant = JndVariant.Pair, Judgements = 2 }, Hit = spec.Hit with { TrialsPerHit = 24 } });
        (await host.Ask<long>("select count(*) from slot where campaign_id = $1 and pair = 0", campaign.Id)).ShouldBe(10);
        (await host.Ask<long>("select count(*) from gold where campaign_id = $1 and answer = 0", campaign.Id)).ShouldBe(await host.Ask<long>("select count(*) from gold where campaign_id = $1 and answer = 1", campaign.Id));

        for (var person = 0; person < 4; person++)
        {
            var visitor = await JndVisits.Warm(host, campaign, $"p{person}");
            for (var page = await visitor.Page(); page.TryGetProperty("trials", out _); page = await visitor.Page())
            {
                foreach (var trial in Visitor.Trials(page))
                {
                    trial.GetProperty("sequence").EnumerateArray().Count(step => step.GetProperty("stimulus").GetString() is "reference" or "left").ShouldBe(2);
                    (await visitor.JudgeRightly(trial)).Status.ShouldBe(HttpStatusCode.OK);
                }
            }
        }

        (await campaign.Triplets(TripletState.Accepted)).ShouldBe(5);
        (await host.Ask<long>("select count(*) from vote v join judgement j on j.vote_id = v.id where v.status = 0 and j.same_a is not null")).ShouldBe(10);
        (await host.Ask<long>("select count(*) from vote v join judgement j on j.vote_id = v.id where v.status = 0 and j.same_b is not null")).ShouldBe(10);
        (await host.Ask<long>("select count(*) from vote where status = 1 and not \"right\"")).ShouldBe(0);
        (await host.Ask<long>("select count(*) from (select 1 from vote where status = 0 group by triplet_id, participant_id having count(*) > 1) twice")).ShouldBe(0);
    }

    [Fact]
    public async Task Whoever_compared_a_triplet_side_by_side_is_not_asked_about_its_flash()
    {
        await using var host = await CrowdHost.Start(cluster);
        var source = await host.Campaign(3, spec => spec with { Votes = spec.Votes with { Schedule = [1] }, Quality = spec.Quality with { Practice = 0 } });
        var known = await Visitor.Warm(host, source, "alice");
        foreach (var trial in Visitor.Trials(await known.Page())) await known.AnswerRightly(trial);
        (await source.Triplets(TripletState.Accepted)).ShouldBe(3);

        var campaign = await JndVisits.Flashing(host, source, spec => spec with { Quality = spec.Quality with { Practice = 0 } });
        (await (await JndVisits.Warm(host, campaign, "alice")).Page()).GetProperty("reason").GetString().ShouldBe("nothing-now");
        Visitor.Trials(await (await JndVisits.Warm(host, campaign, "bob")).Page()).Count.ShouldBeGreaterThanOrEqualTo(3);
    }

    [Fact]
    public async Task Paintings_of_its_own_are_judged_too()
    {
        await using var host = await CrowdHost.Start(cluster);
        var campaign = await CampaignAtWork.Insert(host, A.Spec(4, spec => spec with { Task = CampaignTask.Jnd, Jnd = new JndSpec { Judgements = 2 } }), CampaignState.Running);
        await campaign.Paint();
        (await host.Ask<long>("select count(*) from slot where campaign_id = $1", campaign.Id)).ShouldBe(8);
        await host.Services.GetRequiredService<JndLoop>().RunOnce(Cancel);
        var visitor = await JndVisits.Warm(host, campaign);
        (await visitor.JudgeRightly(Visitor.Trials(await visitor.Page())[0])).Status.ShouldBe(HttpStatusCode.OK);
    }

    private static async Task<(VoteStatus, DisplayFault, int)> Stored(CrowdHost host, JsonElement trial)
    {
        await using var command = host.Database.CreateCommand("select v.status, j.fault, j.retries from vote v join judgement j on j.vote_id = v.id where v.trial_id = $1");
        command.Parameters.AddWithValue(Visitor.Id(trial));
        await using var row = await command.ExecuteReaderAsync(Cancel);
        (await row.ReadAsync(Cancel)).ShouldBeTrue();
        return ((VoteStatus)row.GetInt16(0), (DisplayFault)row.GetInt16(1), row.GetInt32(2));
    }
}
