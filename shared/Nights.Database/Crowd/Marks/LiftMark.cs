using Nights.Domain.Quality;
using Npgsql;
using static Nights.Database.Crowd.Deciding.Parameters;

namespace Nights.Database.Crowd.Marks;

/// <summary>Takes a mark off the record and undoes its effect, inside the caller's transaction. Rolled back it is a preview.</summary>
public static class LiftMark
{
    /// <returns>What it did; null when the participant has no such live mark.</returns>
    public static async Task<QuarantineEffect?> Run(NpgsqlConnection connection, Guid participant, Guid mark, string who, string reason, DateTimeOffset now, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(connection);
        MarkKind kind;
        Guid? campaign;
        await using (var batch = connection.CreateBatch()
            .Add("select 1 from participant where id = $1 for no key update", Value(participant))
            .Add("""
                update participant_mark set lifted_at = $3, lifted_by = $4, lift_reason = $5 where id = $1 and participant_id = $2 and lifted_at is null
                returning kind, campaign_id
                """, Value(mark), Value(participant), Value(now), Value(who), Value(reason))
            .Add("""
                update participant set state = 0, exclusion_reason = null where id = $1 and state = 1
                    and not exists (select 1 from participant_mark where participant_id = $1 and campaign_id is null and kind = 2 and lifted_at is null)
                """, Value(participant)))
        await using (var rows = await batch.ExecuteReaderAsync(cancel))
        {
            await rows.NextResultAsync(cancel);
            if (!await rows.ReadAsync(cancel)) return null;
            (kind, campaign) = ((MarkKind)rows.GetInt16(0), rows.IsDBNull(1) ? null : rows.GetGuid(1));
        }

        return kind.Quarantines() ? await RestoreVotes.Run(connection, participant, campaign, now, cancel) : QuarantineEffect.None;
    }
}
