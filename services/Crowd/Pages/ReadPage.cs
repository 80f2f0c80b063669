using Nights.Crowd.Database;
using Nights.Crowd.Sessions;
using Nights.Domain.Triplets;
using Npgsql;
using static Nights.Crowd.Database.Statements;

namespace Nights.Crowd.Pages;

/// <summary>Reads a claimed page with its pictures. Gold and real trials come out of one statement in one shape.</summary>
internal static class ReadPage
{
    private const string Trials =
        """
        select t.id, t.position, t.a_on_left, tr.role, coalesce(p.displays, g.displays),
            exists (select 1 from vote v where v.trial_id = t.id), t.instructed_left
        from trial t
        left join triplet tr on tr.id = t.triplet_id left join painting p on p.id = tr.painting_id
        left join gold g on g.id = t.gold_id
        where t.page_id = $1 order by t.position
        """;

    private const string AnsweredBefore =
        """
        select count(*) filter (where t.page_id <> $2), count(*) from vote v join trial t on t.id = v.trial_id
        where v.session_id = $1 and v.status <> 2
        """;

    public static async Task<ClaimedPage> Run(
        NpgsqlConnection connection, HitCaller caller, Guid page, DateTimeOffset expiresAt, bool practice, CancellationToken cancel)
    {
        await using var batch = Ask(connection.CreateBatch(), caller, page);
        await using var rows = await batch.ExecuteReaderAsync(cancel);
        return await Read(rows, caller, page, expiresAt, practice, cancel);
    }

    /// <summary>The two questions, after whatever the batch holds already.</summary>
    public static NpgsqlBatch Ask(NpgsqlBatch batch, HitCaller caller, Guid page) =>
        batch.Add(AnsweredBefore, Value(caller.SessionId), Value(page)).Add(Trials, Value(page));

    /// <summary>Their answers; leaves the reader at the second.</summary>
    public static async Task<ClaimedPage> Read(
        NpgsqlDataReader rows, HitCaller caller, Guid page, DateTimeOffset expiresAt, bool practice, CancellationToken cancel)
    {
        await rows.ReadAsync(cancel);
        var (before, answered) = ((int)rows.GetInt64(0), (int)rows.GetInt64(1));
        await rows.NextResultAsync(cancel);
        var trials = new List<ShownTrial>();
        while (await rows.ReadAsync(cancel)) trials.Add(Shown(rows, practice ? 1 : before + 1));
        return new ClaimedPage(page, expiresAt, practice, trials, new Progress(answered, caller.Campaign.Spec.Hit.TrialsPerHit));
    }

    private static ShownTrial Shown(NpgsqlDataReader row, int first)
    {
        var displays = row.GetFieldValue<string[]>(4);
        var pictures = TripletPictures.Of(row.IsDBNull(3) ? 0 : row.GetInt32(3));
        var (left, right) = row.GetBoolean(2) ? (pictures.A, pictures.B) : (pictures.B, pictures.A);
        return new ShownTrial(
            row.GetGuid(0), first + row.GetInt32(1), displays[pictures.Reference], displays[left], displays[right], row.Maybe<bool?>(6), row.GetBoolean(5));
    }
}
