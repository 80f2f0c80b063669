using Nights.Domain.Quality;
using Npgsql;
using static Nights.Database.Crowd.Deciding.Parameters;

namespace Nights.Database.Crowd.Marks;

/// <summary>
/// Sets a mark and lets it have its effect, inside the caller's transaction. Rolled back it is a preview: the same statements, the same effect, and nothing
/// remains. By a rule or by an operator, it is one code.
/// </summary>
public static class MarkParticipant
{
    /// <param name="connection">In a transaction that holds no lock below the participant's row.</param>
    /// <exception cref="ArgumentException">A quarantine cannot end by itself.</exception>
    public static async Task<QuarantineEffect> Run(NpgsqlConnection connection, ParticipantMark mark, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(mark);
        if (mark.EndsAt is not null && mark.Kind is not (MarkKind.Block or MarkKind.Allow))
            throw new ArgumentException("Only a block or an allowance ends by itself; lift the others.", nameof(mark));
        await using (var batch = connection.CreateBatch()
            .Add("select 1 from participant where id = $1 for no key update", Value(mark.ParticipantId))
            .Add("""
                insert into participant_mark (id, participant_id, campaign_id, kind, reason, by, at, ends_at, submission_id) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                """,
                Value(mark.Id), Value(mark.ParticipantId), TouchedTriplets.Scope(mark.CampaignId), Value((short)mark.Kind), Value(mark.Reason), Value(mark.By), Value(mark.At),
                new NpgsqlParameter { Value = mark.EndsAt is { } ends ? ends : DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.TimestampTz },
                TouchedTriplets.Scope(mark.SubmissionId)))
        {
            // What everybody excluded everywhere has in common stands at the participant, too: it is looked at with every answer.
            if (mark is { Kind: MarkKind.Exclude, CampaignId: null })
                batch.Add("update participant set state = 1, exclusion_reason = $2 where id = $1", Value(mark.ParticipantId), Value(mark.Reason));
            await batch.ExecuteNonQueryAsync(cancel);
        }

        if (mark.Kind.Quarantines()) return await QuarantineVotes.Run(connection, mark.ParticipantId, mark.CampaignId, mark.At, cancel);
        if (mark.Kind.Stops()) await ReturnHeldPages(connection, mark, cancel);
        return QuarantineEffect.None;
    }

    private static async Task ReturnHeldPages(NpgsqlConnection connection, ParticipantMark mark, CancellationToken cancel)
    {
        var touched = await TouchedTriplets.Lock(connection, mark.ParticipantId, mark.CampaignId, "false", cancel);
        await ReturnPages.Run(connection, [.. touched.Pages], mark.At, cancel);
    }
}
