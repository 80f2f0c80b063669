using Microsoft.Extensions.Options;
using Nights.Crowd.Database;
using Nights.Crowd.Sessions;
using Nights.Database.Crowd.Deciding;
using Nights.Domain.Triplets;
using Nights.Domain.Voting;
using Npgsql;
using static Nights.Crowd.Database.Statements;

namespace Nights.Crowd.Answers;

/// <summary>
/// Stores an answer once and lets it have its effect, in one transaction of three round trips: look and lock, write, commit. The vote,
/// its slot, the triplet's tally and decision, the next round, the page's end and a participant's exclusion stand or fall together.
/// </summary>
internal sealed partial class StoreAnswer(
    NpgsqlDataSource database, JudgeNow judge, TimeProvider clock, CrowdMeter meter, IOptions<CrowdOptions> options, ILogger<StoreAnswer> log)
{
    internal enum Refused
    {
        NotYours,
        SessionClosed,
        SubmissionUsed,
    }

    /// <param name="Refused">Null when the answer is stored, now or before.</param>
    /// <param name="Right">For practice: whether the choice was right.</param>
    internal sealed record Result(Refused? Refused, bool? Right, Progress? Progress);

    public Task<Result> Run(HitCaller caller, Answer answer, CancellationToken cancel) => Attempts.Run(() => RunOnce(caller, answer, cancel));

    private async Task<Result> RunOnce(HitCaller caller, Answer answer, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var scene = await AnswerScene.Lock(connection, caller, answer, cancel);
        if (scene.Trial is not { } trial) return new Result(Refused.NotYours, null, null);
        if (scene.Stored is { } stored)
        {
            if (stored.Trial != answer.Trial) return new Result(Refused.SubmissionUsed, null, null);
            if (stored.Status is VoteStatus.Quarantined && scene.Excluded) return new Result(Refused.SessionClosed, null, null);
            return await Replay(connection, caller, stored, cancel);
        }

        // Whoever left has given the page back. Whoever was excluded meanwhile is paid, and told that the study is over.
        if (!trial.SessionOpen && !trial.PageOpen && !scene.Excluded) return new Result(Refused.SessionClosed, null, null);

        var now = clock.GetUtcNow();
        var choice = answer.Choice(trial.AOnLeft);
        var right = Right(scene, trial, answer, choice);
        var status = StatusOf(scene, trial, answer, caller.Campaign.Spec.Quality.TooSlowMs);
        Skill? skill = status is VoteStatus.Counted && caller.Campaign.Policy.WeighsSkill ? Skill.Of(scene.Gold) : null;
        var changes = new TripletChanges(caller.Campaign.Id, caller.Campaign.Policy, now);

        long vote;
        await using (var batch = connection.CreateBatch())
        {
            Insert(batch, caller, answer, scene, trial, choice, right, status, skill, now);
            if (status is VoteStatus.Counted)
            {
                batch.Add("update slot set state = 2, page_id = $2, participant_id = $3 where id = $1", Value(trial.Slot!.Value), Value(trial.Page), Value(caller.ParticipantId));
                changes.Settle(scene.Triplet!, caller.Campaign.Policy.Add(scene.Triplet!.Ballot, choice!.Value, skill), trial.Slot);
            }
            else if (status is VoteStatus.Reported && scene.Triplet is { } reported)
            {
                // Somebody else may see it better; when enough do not, it is taken out.
                if (scene.Reports + 1 >= options.Value.ReportsBeforeVoid && reported.State is TripletState.Queued) changes.Void(reported);
                else if (Holds(reported, trial)) batch.Add("update slot set state = 0, page_id = null, participant_id = null, expires_at = null where id = $1", Value(trial.Slot!.Value));
            }

            else if (status is VoteStatus.Slow && scene.Triplet is { } slow && Holds(slow, trial))
            {
                batch.Add("update slot set state = 0, page_id = null, participant_id = null, expires_at = null where id = $1", Value(trial.Slot!.Value));
            }

            changes.Write(batch);
            if (scene.Unanswered is 1 && trial.PageOpen) ClosePage(batch, caller, scene, trial, right, now);
            await batch.PrepareAsync(cancel);
            vote = (long)(await batch.ExecuteScalarAsync(cancel))!;
        }

        var pageEnds = scene.Unanswered is 1 && trial.PageOpen;
        var judged = scene.Excluded || scene.Allowed || trial.Practice ? null : await judge.Run(connection, caller, scene, status, right, pageEnds, now, cancel);
        if (!trial.PageOpen) await PayLate(connection, caller, vote, cancel);
        await transaction.CommitAsync(cancel);

        meter.VoteCast(status);
        if (changes.Accepted > 0) meter.TripletsAccepted(changes.Accepted);
        if (changes.Dropped > 0) meter.TripletsDropped(changes.Dropped);
        if (judged is { Accepted: > 0 }) meter.TripletsAccepted(judged.Accepted);
        if (judged is { Dropped: > 0 }) meter.TripletsDropped(judged.Dropped);
        if (judged is not null) meter.ParticipantExcluded();
        if (scene.Excluded) return new Result(Refused.SessionClosed, null, null);
        var answered = scene.Answered + (status is VoteStatus.Practice ? 0 : 1);
        return new Result(null, trial.Practice ? right : null, new Progress(answered, caller.Campaign.Spec.Hit.TrialsPerHit));
    }

    private static VoteStatus StatusOf(AnswerScene scene, AnswerScene.ShownTrial trial, Answer answer, int tooSlowMs)
    {
        if (answer.IsReport) return VoteStatus.Reported;
        if (trial.Practice) return VoteStatus.Practice;
        if (scene.Excluded) return VoteStatus.Quarantined;
        if (trial.InstructedLeft is not null) return VoteStatus.Check;
        if (trial.IsRepeat) return VoteStatus.Repeat;
        if (trial.Gold is not null) return VoteStatus.Gold;
        var counts = scene.Triplet is { State: TripletState.Queued } triplet && !scene.CountedBefore && Wants(triplet, trial);
        return !counts ? VoteStatus.Late : answer.ResponseMs > tooSlowMs ? VoteStatus.Slow : VoteStatus.Counted;
    }

    private static bool? Right(AnswerScene scene, AnswerScene.ShownTrial trial, Answer answer, Variation? choice)
    {
        if (choice is not { } chosen) return null;
        if (trial.InstructedLeft is { } left) return answer.ChoseLeft == left;
        return (scene.GoldAnswer ?? scene.FirstChoice) is { } known ? chosen == known : null;
    }

    /// <summary>The slot is still ours, or its lease ran out and nobody has taken it yet.</summary>
    private static bool Wants(LockedTriplet triplet, AnswerScene.ShownTrial trial) =>
        triplet.Outstanding.Any(slot => slot.Id == trial.Slot && (!slot.Leased || slot.Page == trial.Page));

    private static bool Holds(LockedTriplet triplet, AnswerScene.ShownTrial trial) =>
        triplet.Outstanding.Any(slot => slot.Id == trial.Slot && slot.Page == trial.Page);

    private static void Insert(
        NpgsqlBatch batch, HitCaller caller, Answer answer, AnswerScene scene, AnswerScene.ShownTrial trial, Variation? choice, bool? right, VoteStatus status,
        Skill? skill, DateTimeOffset now) =>
        batch.Add(
            """
            insert into vote (campaign_id, trial_id, submission_id, session_id, participant_id, triplet_id, gold_id, round, choice, a_on_left, "right",
                response_ms, status, pay_minor, cast_at, timing, skill)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) returning id
            """,
            Value(caller.Campaign.Id), Value(answer.Trial), Value(answer.Submission), Value(caller.SessionId), Value(caller.ParticipantId),
            Value(trial.Triplet), Value(trial.Gold), Value(scene.Triplet is null ? 0 : trial.SlotRound), Value((short?)choice), Value(trial.AOnLeft), Value(right),
            Value(answer.ResponseMs), Value((short)status), Value(caller.Campaign.PayMinor), Value(now), Json(answer.Measured), Value(skill?.BasisPoints));

    /// <summary>The last answer closes the page; the last of a practice page also says whether practice was passed.</summary>
    private static void ClosePage(NpgsqlBatch batch, HitCaller caller, AnswerScene scene, AnswerScene.ShownTrial trial, bool? right, DateTimeOffset now)
    {
        batch.Add("update page set closed_at = $2 where id = $1", Value(trial.Page), Value(now));
        if (!trial.Practice) return;
        if (scene.PageRight + (right is true ? 1 : 0) >= caller.Campaign.Spec.Quality.PracticeRight)
            batch.Add("update hit_session set warm_at = $2 where id = $1", Value(caller.SessionId), Value(now));
        else
            batch.Add("update hit_session set practice_failures = practice_failures + 1 where id = $1", Value(caller.SessionId));
    }

    /// <summary>The same body as the first time: progress as it was when that answer was stored.</summary>
    private static async Task<Result> Replay(NpgsqlConnection connection, HitCaller caller, AnswerScene.StoredAnswer stored, CancellationToken cancel)
    {
        await using var statement = connection.Statement(
            "select count(*) from vote where session_id = $1 and status <> 2 and id <= $2", Value(caller.SessionId), Value(stored.Id));
        var answered = (int)(long)(await statement.ExecuteScalarAsync(cancel))!;
        return new Result(null, stored.Status is VoteStatus.Practice ? stored.Right : null, new Progress(answered, caller.Campaign.Spec.Hit.TrialsPerHit));
    }

    /// <summary>The reserve of a closed page was released; a late answer is paid out of what the cap leaves, and only out of that.</summary>
    private async Task PayLate(NpgsqlConnection connection, HitCaller caller, long vote, CancellationToken cancel)
    {
        await using var pay = connection.Statement(
            "update campaign set committed_minor = committed_minor + $2 where id = $1 and committed_minor + $2 <= cap_minor",
            Value(caller.Campaign.Id), Value((long)caller.Campaign.PayMinor));
        if (await pay.ExecuteNonQueryAsync(cancel) is 1) return;
        await using var unpaid = connection.Statement("update vote set pay_minor = 0 where id = $1", Value(vote));
        await unpaid.ExecuteNonQueryAsync(cancel);
        LogUnpaid(vote, caller.Campaign.Id);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Late answer {VoteId} is stored unpaid: campaign {CampaignId} has reached its cap.")]
    private partial void LogUnpaid(long voteId, Guid campaignId);
}
