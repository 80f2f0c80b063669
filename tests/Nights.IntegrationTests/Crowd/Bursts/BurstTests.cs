using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Nights.Crowd;
using Nights.Crowd.Answers;
using Nights.Domain.Campaigns;
using Nights.Domain.Voting;
using Nights.TestServers;
using Npgsql;

namespace Nights.IntegrationTests.Crowd.Bursts;

public sealed class BurstTests(PostgresCluster cluster)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Answers_stored_together_leave_what_they_leave_one_by_one()
    {
        await using var host = await Burst.Host(cluster);
        // Weighed votes, gold, problems reported, slow answers, and the ends of pages, of practice pages too.
        var campaign = await host.Campaign(24, spec => spec with
        {
            Votes = spec.Votes with { Schedule = [2, 1], Rule = ConsensusRule.Bayesian },
            Quality = spec.Quality with { Practice = 0, GoldBeforeJudging = 100, MostOfCampaign = 1 },
            Hit = spec.Hit with { TrialsPerPage = 6, TrialsPerHit = 12 },
        });
        var people = await Burst.Pages(host, campaign, 8);
        var store = host.Services.GetRequiredService<StoreAnswers>();
        var waves = Enumerable.Range(0, 6).Select(number => people.Select((one, who) => new GivenAnswer(one.Caller, new Answer(
            Guid.NewGuid(), one.Trials[number], ChoseLeft: (number + who) % 11 is 3 ? null : (number * who) % 3 is 0, ResponseMs: who is 5 && number > 3 ? 9_000_000 : 900, "{}"))).ToArray()).ToArray();
        await StoredState.Keep(host);

        foreach (var wave in waves) foreach (var one in wave) (await store.Run([one], Cancel))[0]!.Refused.ShouldBeNull();
        var oneByOne = await StoredState.Read(host);
        await StoredState.PutBack(host);
        var alone = 0;
        foreach (var wave in waves)
        {
            var results = await store.Run(wave, Cancel);
            for (var i = 0; i < wave.Length; i++)
            {
                if (results[i] is null) alone++;
                (results[i] ?? (await store.Run([wave[i]], Cancel))[0]!).Refused.ShouldBeNull();
            }
        }

        (await StoredState.Read(host)).ShouldBe(oneByOne);
        alone.ShouldBeLessThan(24, "Most were stored together.");
        (await host.Ask<long>("select count(distinct status) from vote")).ShouldBe(4, "There were counted, gold, reported and slow ones.");
        (await host.Ask<long>("select count(*) from page where closed_at is null")).ShouldBe(0);
    }

    [Fact]
    public async Task A_burst_is_one_transaction_and_a_refused_answer_leaves_the_others_alone()
    {
        await using var host = await Burst.Host(cluster);
        var people = await Burst.Pages(host, await host.Campaign(40, Plain), 8);
        var desk = host.Services.GetRequiredService<AnswerDesk>();
        await using var burst = await Burst.Hold(host, desk, new GivenAnswer(people[0].Caller, Burst.Left(people[0].Trials[0])));
        var foreign = desk.Store(people[1].Caller, Burst.Left(people[2].Trials[1]), Cancel);
        var good = people.Skip(2).Select(one => desk.Store(one.Caller, Burst.Left(one.Trials[0]), Cancel)).ToArray();
        good.ShouldAllBe(task => !task.IsCompleted);
        await burst.LetGo();

        (await foreign).Refused.ShouldBe(AnswerRefused.NotYours);
        (await Task.WhenAll(good)).ShouldAllBe(result => result.Refused == null && result.Progress!.Answered == 1);
        (await burst.First).Refused.ShouldBeNull();
        (await Transactions(host, people.Skip(2).Select(one => one.Trials[0]))).ShouldBe((6, 1));
    }

    [Fact]
    public async Task Copies_of_an_answer_in_a_burst_are_one_vote_and_one_reply()
    {
        await using var host = await Burst.Host(cluster);
        var people = await Burst.Pages(host, await host.Campaign(40, Plain), 4);
        var desk = host.Services.GetRequiredService<AnswerDesk>();
        await using var burst = await Burst.Hold(host, desk, new GivenAnswer(people[0].Caller, Burst.Left(people[0].Trials[0])));
        var answer = Burst.Left(people[1].Trials[0]);
        var copies = Enumerable.Range(0, 3).Select(_ => desk.Store(people[1].Caller, answer, Cancel)).ToArray();
        var next = desk.Store(people[1].Caller, Burst.Left(people[1].Trials[1]), Cancel);
        // The same id from two people at once: PostgreSQL refuses the transaction of both, and alone one is stored.
        var same = new[] { people[2], people[3] }.Select(one => desk.Store(one.Caller, Burst.Left(one.Trials[0], answer.Submission), Cancel)).ToArray();
        await burst.LetGo();

        (await Task.WhenAll(copies)).ShouldAllBe(result => result.Refused == null && result.Progress!.Answered == 1);
        (await next).Progress!.Answered.ShouldBe(2);
        (await Task.WhenAll(same)).ShouldAllBe(result => result.Refused == AnswerRefused.SubmissionUsed);
        (await host.Ask<long>("select count(*) from vote where submission_id = $1", answer.Submission)).ShouldBe(1);
        (await host.Ask<long>("select count(*) from vote")).ShouldBe(3);
    }

    [Fact]
    public async Task Two_answers_to_one_triplet_follow_each_other()
    {
        await using var host = await Burst.Host(cluster);
        var campaign = await host.Campaign(1, Plain);
        var people = await Burst.Pages(host, campaign, 2);
        var store = host.Services.GetRequiredService<StoreAnswers>();
        GivenAnswer[] both = [.. people.Select(one => new GivenAnswer(one.Caller, Burst.Left(one.Trials[0])))];

        var results = await store.Run(both, Cancel);
        results[0]!.Refused.ShouldBeNull();
        results[1].ShouldBeNull();
        (await host.Ask<int>("select votes_a + votes_b from triplet")).ShouldBe(1);
        (await store.Run([both[1]], Cancel))[0]!.Refused.ShouldBeNull();
        (await host.Ask<int>("select votes_a + votes_b from triplet")).ShouldBe(2);
        (await host.Ask<long>("select count(*) from slot where state = 2")).ShouldBe(2);
    }

    [Fact]
    public async Task A_fault_in_one_answer_of_a_burst_is_its_own()
    {
        await using var host = await Burst.Host(cluster);
        var people = await Burst.Pages(host, await host.Campaign(40, Plain), 6);
        var desk = host.Services.GetRequiredService<AnswerDesk>();
        await using var burst = await Burst.Hold(host, desk, new GivenAnswer(people[0].Caller, Burst.Left(people[0].Trials[0])));
        var faulty = desk.Store(people[1].Caller, Burst.Left(people[1].Trials[0], measured: "{ no json"), Cancel);
        var good = people.Skip(2).Select(one => desk.Store(one.Caller, Burst.Left(one.Trials[0]), Cancel)).ToArray();
        await burst.LetGo();

        (await Should.ThrowAsync<PostgresException>(faulty)).SqlState.ShouldBe(PostgresErrorCodes.InvalidTextRepresentation);
        (await Task.WhenAll(good)).ShouldAllBe(result => result.Refused == null);
        (await host.Ask<long>("select count(*) from vote")).ShouldBe(5);
        (await host.Ask<long>("select count(*) from vote where trial_id = $1", people[1].Trials[0])).ShouldBe(0);
    }

    [Fact]
    public async Task An_exclusion_in_a_burst_takes_out_its_own_votes_and_the_others_stand()
    {
        await using var host = await Burst.Host(cluster);
        var campaign = await host.Campaign(40, spec => spec with
        {
            Votes = spec.Votes with { Schedule = [2] },
            Quality = spec.Quality with { Practice = 0, GoldShare = 0.5, GoldBeforeJudging = 1, GoldRightShare = 1, MostOfCampaign = 1 },
            Hit = spec.Hit with { TrialsPerPage = 4, TrialsPerHit = 8 },
        });
        var people = await Burst.Pages(host, campaign, 4);
        var store = host.Services.GetRequiredService<StoreAnswers>();
        var bad = people[0];
        var gold = (await Golds(host, bad.Trials))[0];
        foreach (var trial in bad.Trials.Where(trial => trial != gold.Trial).Take(2))
            if ((await Golds(host, [trial])).Count is 0) await store.Run([new GivenAnswer(bad.Caller, Burst.Left(trial))], Cancel);
        var counted = await host.Ask<long>("select count(*) from vote where status = 0");
        var desk = host.Services.GetRequiredService<AnswerDesk>();
        await using var burst = await Burst.Hold(host, desk, new GivenAnswer(people[1].Caller, await Known(host, people[1].Trials[0])));
        var last = desk.Store(bad.Caller, new Answer(Guid.NewGuid(), gold.Trial, ChoseLeft: !gold.Left, ResponseMs: 900, "{}"), Cancel);
        var others = new List<Task<AnswerResult>>();
        foreach (var (caller, trials) in people.Skip(2)) others.Add(desk.Store(caller, await Known(host, trials[0]), Cancel));
        await burst.LetGo();

        (await last).Refused.ShouldBeNull("The answer that excludes looks like any other.");
        (await Task.WhenAll(others)).ShouldAllBe(result => result.Refused == null);
        (await burst.First).Refused.ShouldBeNull();
        (await host.Ask<long>("select count(*) from vote where status = $1 and participant_id = $2", (short)VoteStatus.Quarantined, bad.Caller.ParticipantId)).ShouldBe(counted);
        (await host.Ask<long>("select count(*) from vote where participant_id <> $1 and status in (0, 1)", bad.Caller.ParticipantId)).ShouldBe(3);
        (await host.Ask<long>("select count(*) from participant_mark")).ShouldBe(1);
    }

    [Fact]
    public async Task Whoever_gives_up_waiting_has_answered_all_the_same()
    {
        await using var host = await Burst.Host(cluster);
        var people = await Burst.Pages(host, await host.Campaign(40, Plain), 3);
        var desk = host.Services.GetRequiredService<AnswerDesk>();
        await using var burst = await Burst.Hold(host, desk, new GivenAnswer(people[0].Caller, Burst.Left(people[0].Trials[0])));
        using var patience = new CancellationTokenSource();
        var gone = desk.Store(people[1].Caller, Burst.Left(people[1].Trials[0]), patience.Token);
        var stays = desk.Store(people[2].Caller, Burst.Left(people[2].Trials[0]), Cancel);
        await patience.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(gone);
        await burst.LetGo();

        (await stays).Refused.ShouldBeNull();
        (await Transactions(host, [people[1].Trials[0], people[2].Trials[0]])).ShouldBe((2, 1));
    }

    [Fact]
    public async Task A_desk_that_closes_stores_what_it_has_taken_in_and_says_no_to_the_rest()
    {
        await using var host = await Burst.Host(cluster);
        var people = await Burst.Pages(host, await host.Campaign(40, Plain), 4);
        var desk = new AnswerDesk(host.Services.GetRequiredService<StoreAnswers>(), host.Services.GetRequiredService<IOptions<CrowdOptions>>(), host.Services.GetRequiredService<CrowdMeter>());
        await using var burst = await Burst.Hold(host, desk, new GivenAnswer(people[0].Caller, Burst.Left(people[0].Trials[0])));
        var waiting = people.Skip(1).Select(one => desk.Store(one.Caller, Burst.Left(one.Trials[0]), Cancel)).ToArray();

        var closing = desk.DisposeAsync().AsTask();
        closing.IsCompleted.ShouldBeFalse();
        await Should.ThrowAsync<ObjectDisposedException>(async () => await desk.Store(people[1].Caller, Burst.Left(people[1].Trials[1]), Cancel));
        await burst.LetGo();
        await closing;

        waiting.ShouldAllBe(task => task.IsCompletedSuccessfully);
        (await host.Ask<long>("select count(*) from vote")).ShouldBe(4);
    }

    [Fact]
    public async Task A_desk_that_is_full_refuses_at_once()
    {
        await using var host = await Burst.Host(cluster);
        var people = await Burst.Pages(host, await host.Campaign(40, Plain), 2);
        var desk = host.Services.GetRequiredService<AnswerDesk>();
        await using var burst = await Burst.Hold(host, desk, new GivenAnswer(people[0].Caller, Burst.Left(people[0].Trials[0])));
        var strangers = Enumerable.Range(0, AnswerDesk.Room).Select(_ => desk.Store(people[1].Caller with { ParticipantId = Guid.NewGuid() }, Burst.Left(Guid.NewGuid()), Cancel)).ToArray();

        (await desk.Store(people[1].Caller, Burst.Left(people[1].Trials[0]), Cancel)).Refused.ShouldBe(AnswerRefused.Busy);
        await burst.LetGo();

        (await Task.WhenAll(strangers)).ShouldAllBe(result => result.Refused == AnswerRefused.NotYours);
        (await desk.Store(people[1].Caller, Burst.Left(people[1].Trials[0]), Cancel)).Refused.ShouldBeNull();
    }

    /// <summary>How many of these trials have a vote, and in how many transactions they were stored.</summary>
    private static async Task<(long Votes, long Transactions)> Transactions(CrowdHost host, IEnumerable<Guid> trials)
    {
        Guid[] ids = [.. trials];
        return (await host.Ask<long>("select count(*) from vote where trial_id = any($1)", ids), await host.Ask<long>("select count(distinct xmin::text) from vote where trial_id = any($1)", ids));
    }

    /// <summary>The gold among some trials, with the side on which the right answer stands.</summary>
    private static async Task<List<(Guid Trial, bool Left)>> Golds(CrowdHost host, IReadOnlyList<Guid> trials)
    {
        await using var command = host.Database.CreateCommand("select t.id, (g.answer = 0) = t.a_on_left from trial t join gold g on g.id = t.gold_id where t.id = any($1)");
        command.Parameters.Add(new NpgsqlParameter { Value = trials.ToArray() });
        await using var rows = await command.ExecuteReaderAsync(Cancel);
        var gold = new List<(Guid, bool)>();
        while (await rows.ReadAsync(Cancel)) gold.Add((rows.GetGuid(0), rows.GetBoolean(1)));
        return gold;
    }

    /// <summary>The right answer to gold, and left to a triplet.</summary>
    private static async Task<Answer> Known(CrowdHost host, Guid trial) =>
        new(Guid.NewGuid(), trial, (await Golds(host, [trial])) is [var gold] ? gold.Left : true, ResponseMs: 900, "{}");

    private static CampaignSpec Plain(CampaignSpec spec) => spec with
    {
        Votes = spec.Votes with { Schedule = [2] },
        Quality = spec.Quality with { Practice = 0, GoldShare = 0, MostOfCampaign = 1, TrialsPerCheck = 0, TrialsPerRepeat = 0 },
        Hit = spec.Hit with { TrialsPerPage = 4, TrialsPerHit = 8 },
    };
}
