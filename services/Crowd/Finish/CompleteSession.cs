using System.Security.Cryptography;
using Nights.Crowd.Database;
using Nights.Crowd.Sessions;
using Nights.Database.Crowd;
using Npgsql;
using static Nights.Crowd.Database.Statements;

namespace Nights.Crowd.Finish;

/// <summary>Ends a session: the completion code is drawn once, what is on the table goes back to the queue.</summary>
internal sealed class CompleteSession(NpgsqlDataSource database, TimeProvider clock)
{
    // Without letters and digits that look alike.
    private const string Letters = "ABCDEFGHJKMNPQRSTVWXYZ23456789";

    /// <param name="Missing">Trials of a live page that are not answered; then nothing was changed.</param>
    /// <param name="Code">Null when nothing was answered.</param>
    /// <param name="Answered">Practice not counted.</param>
    /// <param name="PayMinor">For every answer of the session, in minor units.</param>
    internal sealed record Result(int Missing, string? Code, int Answered, long PayMinor);

    /// <summary>Ends the session if every trial handed out is answered or no longer held.</summary>
    public Task<Result> Finish(Guid session, string? comment, CancellationToken cancel) =>
        Attempts.Run(() => End(session, comment, givingUp: false, cancel));

    /// <summary>Ends the session as it is.</summary>
    public Task<Result> Leave(Guid session, CancellationToken cancel) => Attempts.Run(() => End(session, comment: null, givingUp: true, cancel));

    /// <summary>Whether the participant may take another HIT of the campaign now.</summary>
    public async Task<bool> Next(HitCaller caller, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        return (await SessionView.Read(connection, caller.SessionId, cancel)).Next(caller.Campaign);
    }

    private async Task<Result> End(Guid session, string? comment, bool givingUp, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var (page, missing, answered, any, pay) = await Look(connection, session, now, cancel);
        if (missing > 0 && !givingUp) return new Result(missing, null, answered, pay);
        if (page is { } held) await ReturnPages.Run(connection, [held], now, cancel);

        await using var end = connection.Statement(
            """
            update hit_session set finished_at = coalesce(finished_at, $2), completion_code = coalesce(completion_code, $3), comment = coalesce($4, comment)
            where id = $1 returning completion_code
            """,
            Value(session), Value(now), Value(any || !givingUp ? Draw() : null), Value(comment));
        var code = await end.ExecuteScalarAsync(cancel) as string;
        await transaction.CommitAsync(cancel);
        return new Result(0, code, answered, pay);
    }

    /// <summary>Locks the participant, then the live page: everything else of this participant waits.</summary>
    private static async Task<(Guid? Page, int Missing, int Answered, bool Any, long Pay)> Look(
        NpgsqlConnection connection, Guid session, DateTimeOffset now, CancellationToken cancel)
    {
        await using var batch = connection.CreateBatch()
            .Add("select 1 from participant where id = (select participant_id from hit_session where id = $1) for no key update", Value(session))
            .Add("select id, expires_at > $2 from page where session_id = $1 and closed_at is null for update", Value(session), Value(now))
            .Add("""
                select (select count(*) from trial t join page p on p.id = t.page_id
                        where p.session_id = $1 and p.closed_at is null and not exists (select 1 from vote v where v.trial_id = t.id)),
                    count(*) filter (where status <> 2), count(*), coalesce(sum(pay_minor), 0)
                from vote where session_id = $1
                """, Value(session));
        await using var rows = await batch.ExecuteReaderAsync(cancel);
        await rows.NextResultAsync(cancel);
        var live = false;
        Guid? page = null;
        if (await rows.ReadAsync(cancel)) (page, live) = (rows.GetGuid(0), rows.GetBoolean(1));
        await rows.NextResultAsync(cancel);
        await rows.ReadAsync(cancel);
        return (page, live ? (int)rows.GetInt64(0) : 0, (int)rows.GetInt64(1), rows.GetInt64(2) > 0, rows.GetInt64(3));
    }

    /// <summary>Ten letters in two groups: 30¹⁰ of them cannot be guessed.</summary>
    private static string Draw() => RandomNumberGenerator.GetString(Letters, 5) + "-" + RandomNumberGenerator.GetString(Letters, 5);
}
