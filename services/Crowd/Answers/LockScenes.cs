using Nights.Crowd.Database;
using Nights.Database.Crowd.Deciding;
using Nights.Database.Crowd.Marks;
using Nights.Domain.Quality;
using Nights.Domain.Voting;
using Npgsql;
using static Nights.Crowd.Database.Statements;

namespace Nights.Crowd.Answers;

/// <summary>
/// Reads the scenes of some answers in one round trip and holds them by row locks until the transaction ends: participants, pages, triplets, slots, in this order
/// and each by id. Each kind is locked by a statement of its own, so that what is read under the locks is read after they were had.
/// </summary>
internal static class LockScenes
{
    // The statements are prepared, and the same for one answer as for many. For arrays, whose length it cannot know beforehand, PostgreSQL would plan them anew
    // each time; and made while the tables are small, a plan that is kept must not be one that reads all of an index. Until the transaction ends, no longer.
    private const string KeepPlans =
        "select set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true)";

    private const string Participants = "select p.id, p.state = 1 from participant p where p.id = any($1) order by p.id for no key update of p";

    private static readonly string Trials =
        $"""
        select a.place, {LiveMarks.Exist("a.participant", "a.campaign", LiveMarks.Quarantined)}, {LiveMarks.Exist("a.participant", "a.campaign", LiveMarks.Allowed)},
            p.id, p.closed_at is null, p.practice, h.finished_at is null, t.slot_id, t.triplet_id, t.gold_id, t.a_on_left, coalesce(s.round, 0), t.instructed_left
        from unnest($1, $2, $3, $4) with ordinality a (trial, session, participant, campaign, place)
        join trial t on t.id = a.trial join page p on p.id = t.page_id and p.session_id = a.session join hit_session h on h.id = p.session_id
        left join slot s on s.id = t.slot_id
        order by p.id for no key update of p
        """;

    private const string Stored = """select v.id, v.trial_id, v.submission_id, v."right", v.status from vote v where v.trial_id = any($1) or v.submission_id = any($2)""";

    private const string Triplets = $"select {LockedTriplet.Columns} from trial x join triplet t on t.id = x.triplet_id where x.id = any($1) order by t.id for no key update of t";

    private const string Slots =
        $"""
        select {OutstandingSlot.Columns} from trial x join slot s on s.triplet_id = x.triplet_id
        where x.id = any($1) and s.state in (0, 1) order by s.id for update of s
        """;

    private const string Counts =
        """
        select a.place, (select count(*) from vote v where v.session_id = a.session and v.status <> 2), page.unanswered, page.passed,
            x.triplet_id is not null and exists (select from vote v where v.triplet_id = x.triplet_id and v.participant_id = a.participant and v.status = 0),
            case when a.report then (select count(*) from vote v where v.triplet_id = x.triplet_id and v.status = 5) else 0 end,
            case when x.slot_id is null and x.triplet_id is not null then (
                select v.choice from vote v where v.triplet_id = x.triplet_id and v.participant_id = a.participant and v.choice is not null order by v.id limit 1) end,
            g.answer, seen.passed, seen.total
        from unnest($1, $2, $3, $4, $5, $6) with ordinality a (trial, session, participant, campaign, report, weighed, place)
        join trial x on x.id = a.trial left join gold g on g.id = x.gold_id
        cross join lateral (
            select count(*) filter (where v.id is null) as unanswered, count(*) filter (where v.status = 2 and v."right") as passed
            from trial t left join vote v on v.trial_id = t.id where t.page_id = x.page_id) page
        cross join lateral (
            select count(*) filter (where v."right") as passed, count(*) as total
            from vote v where (x.gold_id is not null or a.weighed) and v.participant_id = a.participant and v.campaign_id = a.campaign and v.status = 1) seen
        """;

    /// <param name="connection">In a transaction that has done nothing yet.</param>
    /// <param name="answers">Of different participants.</param>
    /// <returns>Their scenes, in the same order.</returns>
    public static async Task<IReadOnlyList<AnswerScene>> Run(NpgsqlConnection connection, IReadOnlyList<GivenAnswer> answers, CancellationToken cancel)
    {
        var trials = Each(answers, given => given.Answer.Trial);
        var (sessions, participants) = (Each(answers, given => given.Caller.SessionId), Each(answers, given => given.Caller.ParticipantId));
        var campaigns = Each(answers, given => given.Caller.Campaign.Id);
        await using var batch = connection.CreateBatch()
            .Add(KeepPlans)
            .Add(Participants, Value(participants))
            .Add(Trials, Value(trials), Value(sessions), Value(participants), Value(campaigns))
            .Add(Stored, Value(trials), Value(Each(answers, given => given.Answer.Submission)))
            .Add(Triplets, Value(trials))
            .Add(Slots, Value(trials))
            .Add(Counts, Value(trials), Value(sessions), Value(participants), Value(campaigns),
                Value(Each(answers, given => given.Answer.IsReport)), Value(Each(answers, given => given.Caller.Campaign.Policy.WeighsSkill)));
        await batch.PrepareAsync(cancel);
        await using var rows = await batch.ExecuteReaderAsync(cancel);
        return await Read(rows, answers, cancel);
    }

    private static async Task<AnswerScene[]> Read(NpgsqlDataReader rows, IReadOnlyList<GivenAnswer> answers, CancellationToken cancel)
    {
        var scenes = Each(answers, _ => new AnswerScene());
        await rows.NextResultAsync(cancel);
        while (await rows.ReadAsync(cancel))
        {
            var (id, excluded) = (rows.GetGuid(0), rows.GetBoolean(1));
            for (var i = 0; i < scenes.Length; i++) if (answers[i].Caller.ParticipantId == id) scenes[i].Excluded = excluded;
        }

        await rows.NextResultAsync(cancel);
        while (await rows.ReadAsync(cancel)) ReadTrial(rows, scenes[Place(rows)]);
        await rows.NextResultAsync(cancel);
        while (await rows.ReadAsync(cancel)) ReadStored(rows, answers, scenes);
        await rows.NextResultAsync(cancel);
        var triplets = new Dictionary<Guid, LockedTriplet>();
        while (await rows.ReadAsync(cancel)) triplets.TryAdd(rows.GetGuid(0), LockedTriplet.Of(rows));
        await rows.NextResultAsync(cancel);
        // Two trials of one triplet name its slots twice, one after the other.
        for (long last = 0; await rows.ReadAsync(cancel); last = rows.GetInt64(0))
            if (rows.GetInt64(0) != last) triplets[rows.GetGuid(4)].Outstanding.Add(OutstandingSlot.Of(rows));
        await rows.NextResultAsync(cancel);
        while (await rows.ReadAsync(cancel)) ReadCounts(rows, scenes[Place(rows)]);
        foreach (var scene in scenes) scene.Triplet = scene.Trial?.Triplet is { } id ? triplets[id] : null;
        return scenes;
    }

    private static int Place(NpgsqlDataReader row) => (int)row.GetInt64(0) - 1;

    private static void ReadTrial(NpgsqlDataReader row, AnswerScene scene)
    {
        scene.Excluded |= row.GetBoolean(1);
        scene.Allowed = row.GetBoolean(2);
        scene.Trial = new AnswerScene.ShownTrial(
            row.GetGuid(3), row.GetBoolean(4), row.GetBoolean(5), row.GetBoolean(6), row.Maybe<long?>(7), row.Maybe<Guid?>(8), row.Maybe<Guid?>(9),
            row.GetBoolean(10), row.GetInt32(11), row.Maybe<bool?>(12));
    }

    /// <summary>What is stored for the trial comes before what is stored under the submission id.</summary>
    private static void ReadStored(NpgsqlDataReader row, IReadOnlyList<GivenAnswer> answers, AnswerScene[] scenes)
    {
        var stored = new AnswerScene.StoredAnswer(row.GetInt64(0), row.GetGuid(1), row.Maybe<bool?>(3), (VoteStatus)row.GetInt16(4));
        var submission = row.GetGuid(2);
        for (var i = 0; i < scenes.Length; i++)
        {
            var answer = answers[i].Answer;
            if (answer.Trial == stored.Trial || (answer.Submission == submission && scenes[i].Stored is null)) scenes[i].Stored = stored;
        }
    }

    private static void ReadCounts(NpgsqlDataReader row, AnswerScene scene)
    {
        (scene.Answered, scene.Unanswered, scene.PageRight) = ((int)row.GetInt64(1), (int)row.GetInt64(2), (int)row.GetInt64(3));
        (scene.CountedBefore, scene.Reports) = (row.GetBoolean(4), (int)row.GetInt64(5));
        scene.FirstChoice = row.Maybe<short?>(6) is { } first ? (Variation)first : null;
        scene.GoldAnswer = row.Maybe<short?>(7) is { } known ? (Variation)known : null;
        scene.Gold = new GoldScore((int)row.GetInt64(8), (int)row.GetInt64(9));
    }

    private static T[] Each<T>(IReadOnlyList<GivenAnswer> answers, Func<GivenAnswer, T> value)
    {
        var values = new T[answers.Count];
        for (var i = 0; i < values.Length; i++) values[i] = value(answers[i]);
        return values;
    }
}
