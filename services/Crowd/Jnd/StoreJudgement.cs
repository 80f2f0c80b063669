using Nights.Crowd.Answers;
using Nights.Crowd.Database;
using Nights.Crowd.Sessions;
using Nights.Database.Crowd.Deciding;
using Nights.Domain.Campaigns;
using Nights.Domain.Jnd;
using Nights.Domain.Triplets;
using Nights.Domain.Voting;
using Npgsql;
using static Nights.Crowd.Database.Statements;

namespace Nights.Crowd.Jnd;

/// <summary>
/// Stores a judgement once and lets it have its effect, in one transaction of three round trips, as <see cref="StoreAnswers"/> does with a choice: the vote and its
/// judgement, the slot, the triplet, the page's end and a participant's exclusion stand or fall together. What was not displayed as ordered is stored and
/// paid and does not count: the slot opens again for somebody else.
/// </summary>
internal sealed class StoreJudgement(NpgsqlDataSource database, JudgeNow judge, PayLate payLate, TimeProvider clock, CrowdMeter meter)
{
    public Task<AnswerResult> Run(HitCaller caller, GivenJudgement given, CancellationToken cancel) => Attempts.Run(() => RunOnce(caller, given, cancel));

    private async Task<AnswerResult> RunOnce(HitCaller caller, GivenJudgement given, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var answer = new GivenAnswer(caller, new Answer(given.Submission, given.Trial, ChoseLeft: null, ResponseMs: 0, Measured: null));
        var scene = (await LockScenes.Run(connection, [answer], cancel))[0];
        if (scene.Trial is not { } trial || caller.Campaign.Spec.Task is not CampaignTask.Jnd) return AnswerResult.Of(AnswerRefused.NotYours);
        if (scene.Stored is { } stored)
        {
            if (stored.Trial != given.Trial) return AnswerResult.Of(AnswerRefused.SubmissionUsed);
            if (stored.Status is VoteStatus.Quarantined && scene.Excluded) return AnswerResult.Of(AnswerRefused.SessionClosed);
            return await Replay(connection, caller, stored, cancel);
        }

        if (!trial.SessionOpen && !trial.PageOpen && !scene.Excluded) return AnswerResult.Of(AnswerRefused.SessionClosed);

        var now = clock.GetUtcNow();
        var (pair, seenBefore) = await Look(connection, caller, trial, cancel);
        var interleaved = caller.Campaign.Spec.Jnd.Variant is JndVariant.Interleaved;
        var ordered = StimulusSequence.Of(caller.Campaign.Spec.Jnd, SinglePair.ReferenceFirst(given.Trial));
        var judgement = Judgement.Of(given.Same, interleaved ? trial.AOnLeft ? Variation.A : Variation.B : SinglePair.Of(pair));
        var fault = given.Display.FaultAgainst(ordered);
        var right = scene.GoldAnswer is { } identical ? CatchTrials.IsRight(judgement, identical) : (bool?)null;
        var status = StatusOf(scene, trial, fault, seenBefore);

        long vote;
        await using (var batch = connection.CreateBatch())
        {
            Insert(batch, caller, given, trial, judgement, fault, right, status, now);
            if (status is VoteStatus.Counted) Count(batch, caller, scene.Triplet!, trial, judgement, now);
            else if (scene.Triplet?.Outstanding.Any(slot => slot.Id == trial.Slot && slot.Page == trial.Page) is true)
                batch.Add("update slot set state = 0, page_id = null, participant_id = null, expires_at = null where id = $1", Value(trial.Slot!.Value));
            if (scene.EndsPage) ClosePage(batch, caller, scene, trial, right, now);
            await batch.PrepareAsync(cancel);
            vote = (long)(await batch.ExecuteScalarAsync(cancel))!;
        }

        var verdicts = Judged.Of(caller, scene, status, right) is { } judged ? await JudgeNow.Ask(connection, [judged], cancel) : [];
        var effects = await judge.Carry(connection, verdicts, now, cancel);
        if (!trial.PageOpen) await payLate.Run(connection, caller, vote, cancel);
        await transaction.CommitAsync(cancel);

        meter.VoteCast(status);
        foreach (var _ in effects) meter.ParticipantExcluded();
        if (status is VoteStatus.Counted && scene.Triplet!.Outstanding.Count is 1) meter.TripletsAccepted(1);
        if (scene.Excluded) return AnswerResult.Of(AnswerRefused.SessionClosed);
        return new AnswerResult(null, trial.Practice ? right : null, new Progress(scene.Answered + (trial.Practice ? 0 : 1), caller.Campaign.Spec.Hit.TrialsPerHit));
    }

    private static VoteStatus StatusOf(AnswerScene scene, AnswerScene.ShownTrial trial, DisplayFault fault, bool seenBefore)
    {
        if (trial.Practice) return VoteStatus.Practice;
        if (scene.Excluded) return VoteStatus.Quarantined;
        if (fault is not DisplayFault.None) return VoteStatus.Late;
        if (trial.Gold is not null) return VoteStatus.Gold;
        var wanted = scene.Triplet is { State: TripletState.Queued } triplet && triplet.Outstanding.Any(slot => slot.Id == trial.Slot && (!slot.Leased || slot.Page == trial.Page));
        return wanted && !scene.CountedBefore && !seenBefore ? VoteStatus.Counted : VoteStatus.Late;
    }

    /// <summary>The pair of the slot, and whether the participant has a counted answer on the same pictures in another campaign: whoever compared them side by side is no judge of a flash.</summary>
    private static async Task<(short? Pair, bool SeenBefore)> Look(NpgsqlConnection connection, HitCaller caller, AnswerScene.ShownTrial trial, CancellationToken cancel)
    {
        if (trial.Triplet is not { } triplet) return (null, false);
        await using var statement = connection.Statement(
            """
            select (select pair from slot where id = $3), exists (
                select 1 from triplet own join triplet other on other.painting_id = own.painting_id and other.role = own.role and other.id <> own.id
                join vote v on v.triplet_id = other.id and v.participant_id = $2 and v.status = 0 where own.id = $1)
            """, Value(triplet), Value(caller.ParticipantId), Value(trial.Slot));
        await using var row = await statement.ExecuteReaderAsync(cancel);
        await row.ReadAsync(cancel);
        return (row.Maybe<short?>(0), row.GetBoolean(1));
    }

    private static void Insert(
        NpgsqlBatch batch, HitCaller caller, GivenJudgement given, AnswerScene.ShownTrial trial, Judgement judgement, DisplayFault fault, bool? right,
        VoteStatus status, DateTimeOffset now) =>
        batch.Add(
            """
            with cast_vote as (
                insert into vote (campaign_id, trial_id, submission_id, session_id, participant_id, triplet_id, gold_id, round, choice, a_on_left, "right",
                    response_ms, status, pay_minor, cast_at, timing, jnd)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, true) returning id)
            insert into judgement (vote_id, same_a, same_b, response_ms, fault, refresh_hz, frames_off, dropped_frames, retries)
            select id, $17, $18, $19, $20, $21, $22, $23, $24 from cast_vote returning vote_id
            """,
            Value(caller.Campaign.Id), Value(given.Trial), Value(given.Submission), Value(caller.SessionId), Value(caller.ParticipantId),
            Value(trial.Triplet), Value(trial.Gold), Value(trial.Triplet is null ? 0 : 1), Value((short?)judgement.Choice), Value(trial.AOnLeft), Value(right),
            Value(given.ResponseMs.Sum()), Value((short)status), Value(caller.Campaign.PayMinor), Value(now), Json(given.Measured),
            Value(judgement.SameA), Value(judgement.SameB), Value(given.ResponseMs), Value((short)fault), Value(given.Display.Clock.RefreshHz),
            Value(Finite(given.Display.WorstFramesOff)), Value(given.Display.DroppedFrames), Value(given.Retries));

    private static double Finite(double value) => double.IsFinite(value) ? value : -1;

    /// <summary>Fills the slot; the last one decides the triplet. Its tally holds the choices that the judgements imply.</summary>
    private static void Count(NpgsqlBatch batch, HitCaller caller, LockedTriplet triplet, AnswerScene.ShownTrial trial, Judgement judgement, DateTimeOffset now)
    {
        var last = triplet.Outstanding.All(slot => slot.Id == trial.Slot);
        batch.Add("update slot set state = 2, page_id = $2, participant_id = $3 where id = $1", Value(trial.Slot!.Value), Value(trial.Page), Value(caller.ParticipantId));
        batch.Add("update triplet set votes_a = votes_a + $2, votes_b = votes_b + $3, state = $4, decided_at = $5 where id = $1",
            Value(triplet.Id), Value(judgement.Choice is Variation.A ? 1 : 0), Value(judgement.Choice is Variation.B ? 1 : 0),
            Value((short)(last ? TripletState.Accepted : TripletState.Queued)), Value(last ? now : (DateTimeOffset?)null));
    }

    private static void ClosePage(NpgsqlBatch batch, HitCaller caller, AnswerScene scene, AnswerScene.ShownTrial trial, bool? right, DateTimeOffset now)
    {
        batch.Add("update page set closed_at = $2 where id = $1", Value(trial.Page), Value(now));
        if (!trial.Practice) return;
        if (scene.PageRight + (right is true ? 1 : 0) >= caller.Campaign.Spec.Quality.PracticeRight)
            batch.Add("update hit_session set warm_at = $2 where id = $1", Value(caller.SessionId), Value(now));
        else
            batch.Add("update hit_session set practice_failures = practice_failures + 1 where id = $1", Value(caller.SessionId));
    }

    private static async Task<AnswerResult> Replay(NpgsqlConnection connection, HitCaller caller, AnswerScene.StoredAnswer stored, CancellationToken cancel)
    {
        await using var statement = connection.Statement(
            "select count(*) from vote where session_id = $1 and status <> 2 and id <= $2", Value(caller.SessionId), Value(stored.Id));
        var answered = (int)(long)(await statement.ExecuteScalarAsync(cancel))!;
        return new AnswerResult(null, stored.Status is VoteStatus.Practice ? stored.Right : null, new Progress(answered, caller.Campaign.Spec.Hit.TrialsPerHit));
    }
}
