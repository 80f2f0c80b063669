using Nights.Crowd.Database;
using Nights.Crowd.Sessions;
using Nights.Database.Crowd.Deciding;
using Nights.Database.Crowd.Marks;
using Nights.Domain.Quality;
using Nights.Domain.Voting;
using Npgsql;
using static Nights.Crowd.Database.Statements;

namespace Nights.Crowd.Answers;

/// <summary>
/// All that decides what an answer counts for, read in one round trip and held by row locks until the transaction ends: participant, page,
/// triplet, slots, in this order. Answers of one person therefore follow each other, and so do votes on one triplet.
/// </summary>
internal sealed record AnswerScene
{
    public required bool Excluded { get; init; }

    /// <summary>Whether an operator has said that no rule is to judge the participant.</summary>
    public required bool Allowed { get; init; }

    /// <summary>The trial, or null when it is not this session's.</summary>
    public ShownTrial? Trial { get; private set; }

    /// <summary>What is stored already for this trial, or under this submission id.</summary>
    public StoredAnswer? Stored { get; private set; }

    public LockedTriplet? Triplet { get; private set; }

    /// <summary>Answers of the session that count for progress.</summary>
    public int Answered { get; private set; }

    /// <summary>Trials of the page without an answer, this one included.</summary>
    public int Unanswered { get; private set; }

    /// <summary>Practice trials of the page answered right.</summary>
    public int PageRight { get; private set; }

    /// <summary>Whether another answer of this participant counts on this triplet.</summary>
    public bool CountedBefore { get; private set; }

    /// <summary>Participants who reported this triplet before.</summary>
    public int Reports { get; private set; }

    /// <summary>The right answer of a gold trial, or null for a triplet.</summary>
    public Variation? GoldAnswer { get; private set; }

    /// <summary>What the participant chose when they saw the triplet first; only where it is seen again.</summary>
    public Variation? FirstChoice { get; private set; }

    /// <summary>Hidden gold of this campaign that the participant has answered; read for gold, and for a triplet where votes are weighed by it.</summary>
    public GoldScore Gold { get; private set; }

    internal sealed record ShownTrial(Guid Page, bool PageOpen, bool Practice, bool SessionOpen, long? Slot, Guid? Triplet, Guid? Gold, bool AOnLeft, int SlotRound,
        bool? InstructedLeft)
    {
        /// <summary>A triplet that the participant has answered before.</summary>
        public bool IsRepeat => Slot is null && Triplet is not null;
    }

    internal sealed record StoredAnswer(long Id, Guid Trial, Guid Session, bool? Right, VoteStatus Status);

    public static async Task<AnswerScene> Lock(NpgsqlConnection connection, HitCaller caller, Answer answer, CancellationToken cancel)
    {
        var trial = Value(answer.Trial);
        await using var batch = connection.CreateBatch()
            .Add($"""
                select p.state = 1 or {LiveMarks.Exist("$1", "$2", LiveMarks.Quarantined)}, {LiveMarks.Exist("$1", "$2", LiveMarks.Allowed)}
                from participant p where p.id = $1 for no key update of p
                """, Value(caller.ParticipantId), Value(caller.Campaign.Id))
            .Add("""
                select p.id, p.closed_at is null, p.practice, h.finished_at is null, t.slot_id, t.triplet_id, t.gold_id, t.a_on_left, coalesce(s.round, 0),
                    t.instructed_left
                from trial t join page p on p.id = t.page_id join hit_session h on h.id = p.session_id left join slot s on s.id = t.slot_id
                where t.id = $1 and p.session_id = $2 for no key update of p
                """, trial, Value(caller.SessionId))
            .Add("""select id, trial_id, session_id, "right", status from vote where trial_id = $1 or submission_id = $2 order by trial_id = $1 desc limit 1""",
                Value(answer.Trial), Value(answer.Submission))
            .Add($"select {LockedTriplet.Columns} from trial x join triplet t on t.id = x.triplet_id where x.id = $1 for no key update of t", Value(answer.Trial))
            .Add($"""
                select {OutstandingSlot.Columns} from trial x join slot s on s.triplet_id = x.triplet_id
                where x.id = $1 and s.state in (0, 1) order by s.id for update of s
                """, Value(answer.Trial))
            .Add($"""
                select (select count(*) from vote where session_id = $2 and status <> 2),
                    (select count(*) from trial t where t.page_id = x.page_id and not exists (select 1 from vote v where v.trial_id = t.id)),
                    (select count(*) from trial t join vote v on v.trial_id = t.id where t.page_id = x.page_id and v.status = 2 and v."right"),
                    exists (select 1 from vote v where v.triplet_id = x.triplet_id and v.participant_id = $3 and v.status = 0),
                    {(answer.IsReport ? "(select count(*) from vote v where v.triplet_id = x.triplet_id and v.status = 5)" : "0::bigint")},
                    (select v.choice from vote v where x.slot_id is null and v.triplet_id = x.triplet_id and v.participant_id = $3 and v.choice is not null order by v.id limit 1)
                from trial x where x.id = $1
                """, Value(answer.Trial), Value(caller.SessionId), Value(caller.ParticipantId))
            .Add("""
                select g.answer, seen."right", seen.total
                from trial x left join gold g on g.id = x.gold_id cross join lateral (
                    select count(*) filter (where v."right") as "right", count(*) as total
                    from vote v where v.participant_id = $2 and v.campaign_id = $3 and v.status = 1) seen
                where x.id = $1 and (g.id is not null or $4)
                """, Value(answer.Trial), Value(caller.ParticipantId), Value(caller.Campaign.Id), Value(caller.Campaign.Policy.WeighsSkill));
        await batch.PrepareAsync(cancel);
        await using var rows = await batch.ExecuteReaderAsync(cancel);
        return await Read(rows, cancel);
    }

    private static async Task<AnswerScene> Read(NpgsqlDataReader rows, CancellationToken cancel)
    {
        await rows.ReadAsync(cancel);
        var scene = new AnswerScene { Excluded = rows.GetBoolean(0), Allowed = rows.GetBoolean(1) };
        if (await Next(rows, cancel))
        {
            scene.Trial = new ShownTrial(
                rows.GetGuid(0), rows.GetBoolean(1), rows.GetBoolean(2), rows.GetBoolean(3), rows.Maybe<long?>(4), rows.Maybe<Guid?>(5), rows.Maybe<Guid?>(6),
                rows.GetBoolean(7), rows.GetInt32(8), rows.Maybe<bool?>(9));
        }

        if (await Next(rows, cancel))
            scene.Stored = new StoredAnswer(rows.GetInt64(0), rows.GetGuid(1), rows.GetGuid(2), rows.Maybe<bool?>(3), (VoteStatus)rows.GetInt16(4));
        if (await Next(rows, cancel)) scene.Triplet = LockedTriplet.Of(rows);
        for (var more = await Next(rows, cancel); more; more = await rows.ReadAsync(cancel)) scene.Triplet!.Outstanding.Add(OutstandingSlot.Of(rows));
        if (await Next(rows, cancel))
        {
            (scene.Answered, scene.Unanswered, scene.PageRight) = ((int)rows.GetInt64(0), (int)rows.GetInt64(1), (int)rows.GetInt64(2));
            (scene.CountedBefore, scene.Reports) = (rows.GetBoolean(3), (int)rows.GetInt64(4));
            scene.FirstChoice = rows.IsDBNull(5) ? null : (Variation)rows.GetInt16(5);
        }

        if (await Next(rows, cancel))
        {
            scene.GoldAnswer = rows.Maybe<short?>(0) is { } known ? (Variation)known : null;
            scene.Gold = new GoldScore((int)rows.GetInt64(1), (int)rows.GetInt64(2));
        }

        return scene;
    }

    private static async Task<bool> Next(NpgsqlDataReader rows, CancellationToken cancel) =>
        await rows.NextResultAsync(cancel) && await rows.ReadAsync(cancel);
}
