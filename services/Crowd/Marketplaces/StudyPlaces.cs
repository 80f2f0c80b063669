using Nights.Channels;
using Nights.Crowd.Database;
using Nights.Database.Channels;
using Nights.Hosting.Secrecy;
using Npgsql;
using static Nights.Crowd.Database.Statements;

namespace Nights.Crowd.Marketplaces;

/// <summary>
/// The places of a study on our own pages, where no marketplace counts them: the session that begins is the submission. A study's id is the nonce of its link;
/// a link that an operator made by hand belongs to no study and has no end.
/// </summary>
internal sealed class StudyPlaces(Pseudonyms pseudonyms, TimeProvider clock)
{
    /// <summary>Takes a place for a session that has just begun, in its transaction.</summary>
    /// <param name="nonce">Of the link.</param>
    /// <returns>False when all places are taken or the study is over: then the transaction must not be committed.</returns>
    public async Task<bool> Take(NpgsqlConnection connection, Guid nonce, Guid session, Guid person, CancellationToken cancel)
    {
        if (await Door(connection, nonce, cancel) is not { } door) return true;
        if (door.Channel is not (ChannelNames.Own or ChannelNames.Rehearsal)) return true;
        if (door.State is not (StudyState.Publishing or StudyState.Open) || door.Taken >= door.Places) return false;
        await using var statement = connection.Statement(
            """
            insert into submission (id, study_id, channel, external_key, participant_id, session_id, remote_state, verdict, created_at)
            values ($1, $2, $3, $4, $5, $6, 0, 0, $7)
            """,
            Value(Guid.CreateVersion7()), Value(nonce), Value(door.Channel), Value(pseudonyms.Assignment(door.Channel, session.ToString())), Value(person), Value(session),
            Value(clock.GetUtcNow()));
        await statement.ExecuteNonQueryAsync(cancel);
        return true;
    }

    /// <summary>The study's row is the door: one goes through at a time, so the last place is given once. A place that was left unused is free again.</summary>
    private static async Task<(string Channel, StudyState State, int Places, long Taken)?> Door(NpgsqlConnection connection, Guid nonce, CancellationToken cancel)
    {
        await using var batch = connection.CreateBatch()
            .Add("select channel, state, places from study where id = $1 for update", Value(nonce))
            .Add("""
                select count(*) from submission s join hit_session h on h.id = s.session_id where s.study_id = $1
                    and not (h.finished_at is not null and not exists (select from vote v where v.session_id = h.id and v.status <> 2))
                """, Value(nonce));
        await using var rows = await batch.ExecuteReaderAsync(cancel);
        if (!await rows.ReadAsync(cancel)) return null;
        var (channel, state, places) = (rows.GetString(0), (StudyState)rows.GetInt16(1), rows.GetInt32(2));
        await rows.NextResultAsync(cancel);
        await rows.ReadAsync(cancel);
        return (channel, state, places, rows.GetInt64(0));
    }
}
