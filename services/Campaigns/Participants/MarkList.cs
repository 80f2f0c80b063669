using Nights.Domain.Quality;
using Npgsql;

namespace Nights.Campaigns.Participants;

/// <summary>Reads the records of participants: what is in force, and what was lifted or has ended.</summary>
internal sealed class MarkList(NpgsqlDataSource source)
{
    private const string Rows =
        """
        select m.participant_id, m.id, m.kind, m.campaign_id is null, c.name || ' v' || c.version, m.reason, m.by, m.at, m.ends_at, m.lifted_at, m.lifted_by, m.lift_reason
          from participant_mark m left join campaign c on c.id = m.campaign_id where m.participant_id = any($1) order by m.at desc, m.id
        """;

    /// <returns>By participant, the newest first.</returns>
    public async Task<ILookup<Guid, MarkRow>> Of(Guid[] participants, CancellationToken cancel)
    {
        await using var command = source.CreateCommand(Rows);
        command.Parameters.AddWithValue(participants);
        await using var row = await command.ExecuteReaderAsync(cancel);
        var found = new List<(Guid Participant, MarkRow Mark)>();
        while (await row.ReadAsync(cancel))
        {
            found.Add((row.GetGuid(0), new MarkRow
            {
                Id = row.GetGuid(1),
                Kind = (MarkKind)row.GetInt16(2),
                Scope = row.GetBoolean(3) ? MarkScope.Everywhere : MarkScope.Campaign,
                Campaign = row.IsDBNull(4) ? null : row.GetString(4),
                Reason = row.GetString(5),
                By = row.GetString(6),
                At = row.GetFieldValue<DateTimeOffset>(7),
                EndsAt = Moment(row, 8),
                LiftedAt = Moment(row, 9),
                LiftedBy = row.IsDBNull(10) ? null : row.GetString(10),
                LiftReason = row.IsDBNull(11) ? null : row.GetString(11),
            }));
        }

        return found.ToLookup(one => one.Participant, one => one.Mark);
    }

    private static DateTimeOffset? Moment(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetFieldValue<DateTimeOffset>(column);
}
