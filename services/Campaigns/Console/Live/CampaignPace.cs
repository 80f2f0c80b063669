using Npgsql;

namespace Nights.Campaigns.Console.Live;

/// <summary>How fast a campaign goes, for the tiles and the small chart.</summary>
public sealed record Pace
{
    /// <summary>Answers in each of the last 30 minutes, the oldest first; the last one is the running minute.</summary>
    public required IReadOnlyList<int> VotesByMinute { get; init; }

    /// <summary>Answers in the last 60 seconds.</summary>
    public required int VotesPerMinute { get; init; }

    /// <summary>Participants who hold a page now.</summary>
    public required int Working { get; init; }

    /// <summary>Triplets decided in the last 5 minutes.</summary>
    public required int DecidedInFiveMinutes { get; init; }

    /// <summary>Median over sessions of at least 10 answers, in minor units; null before there is one.</summary>
    public required double? MedianHourlyMinor { get; init; }
}

/// <summary>Measures the pace of a campaign in one round trip.</summary>
internal sealed class CampaignPace(NpgsqlDataSource source, TimeProvider clock)
{
    public const int Minutes = 30;

    private const string ByMinute =
        "select floor(extract(epoch from ($2 - cast_at)) / 60)::int, count(*)::int from vote where campaign_id = $1 and cast_at > $2 - interval '30 minutes' group by 1";

    private const string Rest =
        """
        select (select count(*)::int from vote where campaign_id = $1 and cast_at > $2 - interval '1 minute'),
               (select count(distinct participant_id)::int from page where campaign_id = $1 and closed_at is null and expires_at > $2),
               (select count(*)::int from triplet where campaign_id = $1 and decided_at > $2 - interval '5 minutes'),
               (select percentile_cont(0.5) within group (order by hourly)::float8 from (
                  select sum(vote.pay_minor) * 3600.0 / nullif(extract(epoch from max(vote.cast_at) - session.created_at), 0) hourly
                    from vote join hit_session session on session.id = vote.session_id
                   where vote.campaign_id = $1 group by session.id having count(*) >= 10) paid)
        """;

    public async Task<Pace> Of(Guid campaignId, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        await using var connection = await source.OpenConnectionAsync(cancel);
        await using var batch = new NpgsqlBatch(connection);
        foreach (var statement in new[] { ByMinute, Rest })
            batch.BatchCommands.Add(new NpgsqlBatchCommand(statement) { Parameters = { new() { Value = campaignId }, new() { Value = now } } });

        await using var row = await batch.ExecuteReaderAsync(cancel);
        var minutes = new int[Minutes];
        while (await row.ReadAsync(cancel))
        {
            if (row.GetInt32(0) is >= 0 and < Minutes and var ago) minutes[Minutes - 1 - ago] = row.GetInt32(1);
        }

        await row.NextResultAsync(cancel);
        await row.ReadAsync(cancel);
        return new Pace
        {
            VotesByMinute = minutes,
            VotesPerMinute = row.GetInt32(0),
            Working = row.GetInt32(1),
            DecidedInFiveMinutes = row.GetInt32(2),
            MedianHourlyMinor = row.IsDBNull(3) ? null : row.GetDouble(3),
        };
    }
}
