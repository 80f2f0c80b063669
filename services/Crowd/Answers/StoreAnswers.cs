using Microsoft.Extensions.Options;
using Nights.Crowd.Database;
using Nights.Crowd.Sessions;
using Nights.Domain.Voting;
using Npgsql;
using static Nights.Crowd.Database.Statements;

namespace Nights.Crowd.Answers;

/// <summary>
/// Stores answers once and lets them have their effect, in one transaction: look and lock, write, judge, commit. An answer's vote, its slot, the triplet's tally and
/// decision, the next round, the page's end and a participant's exclusion stand or fall together. One answer is a batch of one.
/// </summary>
internal sealed class StoreAnswers(NpgsqlDataSource database, JudgeNow judge, PayLate payLate, TimeProvider clock, CrowdMeter meter, IOptions<CrowdOptions> options)
{
    /// <param name="answers">Of different participants.</param>
    /// <param name="cancel">Gives up on all of them.</param>
    /// <returns>
    /// The result of each, in the same order, committed; null for one that has to come again by itself, because another answer of these was to the same triplet. All are
    /// null, and nothing is stored, when a participant is to be excluded: that locks more than these answers hold, so its answer must be alone. An answer alone is never null.
    /// </returns>
    public async Task<IReadOnlyList<AnswerResult?>> Run(IReadOnlyList<GivenAnswer> answers, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var scenes = await LockScenes.Run(connection, answers, cancel);
        var results = new AnswerResult?[answers.Count];
        var (decided, triplets) = (new Dictionary<int, DecidedAnswer>(), new HashSet<Guid>());
        for (var i = 0; i < answers.Count; i++)
        {
            results[i] = await Known(connection, answers[i], scenes[i], cancel);
            if (results[i] is null && (scenes[i].Triplet is not { } triplet || triplets.Add(triplet.Id))) decided.Add(i, DecidedAnswer.Of(answers[i], scenes[i]));
        }

        if (decided.Count is 0) return results;
        if (await Write(connection, [.. decided.Values], cancel) is not { } effect) return new AnswerResult?[answers.Count];
        await transaction.CommitAsync(cancel);

        effect.Count(meter);
        foreach (var (i, answer) in decided) results[i] = Stored(answer);
        return results;
    }

    /// <summary>The result of an answer that is not to be stored: refused, or stored before. Null for one that is.</summary>
    private static async Task<AnswerResult?> Known(NpgsqlConnection connection, GivenAnswer given, AnswerScene scene, CancellationToken cancel)
    {
        if (scene.Trial is not { } trial) return AnswerResult.Of(AnswerRefused.NotYours);
        if (scene.Stored is { } stored)
        {
            if (stored.Trial != given.Answer.Trial) return AnswerResult.Of(AnswerRefused.SubmissionUsed);
            if (stored.Status is VoteStatus.Quarantined && scene.Excluded) return AnswerResult.Of(AnswerRefused.SessionClosed);
            return await Replay(connection, given.Caller, stored, cancel);
        }

        // Whoever left has given the page back. Whoever was excluded meanwhile is paid, and told that the study is over.
        return !trial.SessionOpen && !trial.PageOpen && !scene.Excluded ? AnswerResult.Of(AnswerRefused.SessionClosed) : null;
    }

    /// <returns>What is to be counted after the commit; null when one of several answers has to be alone.</returns>
    private async Task<AnswersEffect?> Write(NpgsqlConnection connection, IReadOnlyList<DecidedAnswer> answers, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var write = new WriteAnswers(answers, options.Value.ReportsBeforeVoid, now);
        var votes = new Dictionary<Guid, long>();
        await using (var batch = connection.CreateBatch())
        {
            write.Add(batch);
            await batch.PrepareAsync(cancel);
            await using var rows = await batch.ExecuteReaderAsync(cancel);
            while (await rows.ReadAsync(cancel)) votes.Add(rows.GetGuid(0), rows.GetInt64(1));
            while (await rows.NextResultAsync(cancel)) continue;
        }

        var verdicts = await JudgeNow.Ask(connection, [.. answers.Select(Judged.Of).OfType<Judged>()], cancel);
        if (answers.Count > 1 && verdicts.Any(verdict => verdict.TakesOut)) return null;
        var effects = await judge.Carry(connection, verdicts, now, cancel);
        // The campaign's row is the last lock that anybody takes.
        foreach (var late in answers.Where(answer => answer.PaidLate).OrderBy(answer => answer.Caller.Campaign.Id)) await payLate.Run(connection, late.Caller, votes[late.Answer.Trial], cancel);
        return new AnswersEffect([.. answers.Select(answer => answer.Status)], write.Triplets, effects);
    }

    private static AnswerResult Stored(DecidedAnswer answer)
    {
        if (answer.Scene.Excluded) return AnswerResult.Of(AnswerRefused.SessionClosed);
        var answered = answer.Scene.Answered + (answer.Status is VoteStatus.Practice ? 0 : 1);
        return new AnswerResult(null, answer.Trial.Practice ? answer.Right : null, new Progress(answered, answer.Caller.Campaign.Spec.Hit.TrialsPerHit));
    }

    /// <summary>The same body as the first time: progress as it was when that answer was stored.</summary>
    private static async Task<AnswerResult> Replay(NpgsqlConnection connection, HitCaller caller, AnswerScene.StoredAnswer stored, CancellationToken cancel)
    {
        await using var statement = connection.Statement(
            "select count(*) from vote where session_id = $1 and status <> 2 and id <= $2", Value(caller.SessionId), Value(stored.Id));
        var answered = (int)(long)(await statement.ExecuteScalarAsync(cancel))!;
        return new AnswerResult(null, stored.Status is VoteStatus.Practice ? stored.Right : null, new Progress(answered, caller.Campaign.Spec.Hit.TrialsPerHit));
    }
}
