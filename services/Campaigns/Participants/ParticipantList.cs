using Nights.Campaigns.Api;
using Nights.Database.Campaigns;
using Nights.Database.Crowd.Marks;
using Nights.Domain.Campaigns;
using Nights.Domain.Quality;
using Npgsql;

namespace Nights.Campaigns.Participants;

/// <summary>How the list may be sorted.</summary>
internal enum ParticipantOrder
{
    /// <summary>The latest answer first.</summary>
    Newest = 0,
    Answers = 1,

    /// <summary>The worst share of right gold answers first.</summary>
    Gold = 2,

    /// <summary>The furthest from half first.</summary>
    LeftShare = 3,

    /// <summary>The fastest first.</summary>
    Median = 4,
    Earned = 5,
}

/// <summary>Lists a campaign's participants page by page, with aggregates over their answers.</summary>
internal sealed class ParticipantList(NpgsqlDataSource source, MarkList marks)
{
    private const string Rows =
        """
        with work as (
          select participant_id, count(*)::int answers, count(*) filter (where status = 0)::int counted,
                 count(*) filter (where status = 1)::int gold, count(*) filter (where status = 1 and "right")::int gold_right,
                 avg(case when (choice = 0) = a_on_left then 1.0 else 0.0 end) filter (where choice is not null)::float8 left_share,
                 percentile_cont(0.5) within group (order by response_ms)::float8 median_ms,
                 sum(pay_minor)::bigint earned, max(cast_at) last_at
            from vote where campaign_id = $1 group by participant_id)
        select participant.id, participant.pseudonym, participant.channel, participant.state, participant.exclusion_reason,
               coalesce(work.answers, 0), coalesce(work.counted, 0), coalesce(work.gold, 0), coalesce(work.gold_right, 0),
               work.left_share, work.median_ms, coalesce(work.earned, 0), session.finished, work.last_at, count(*) over ()::int
          from (select participant_id, bool_or(finished_at is not null) finished, max(created_at) came
                  from hit_session where campaign_id = $1 group by participant_id) session
          join participant on participant.id = session.participant_id
          left join work on work.participant_id = participant.id
        """;

    public async Task<Paged<ParticipantRow>> Page(Guid campaignId, ParticipantOrder order, int page, int size, CancellationToken cancel)
    {
        await using var command = source.CreateCommand($"{Rows} order by {Clause(order)}, participant.id limit $2 offset $3");
        command.Parameters.AddWithValue(campaignId);
        command.Parameters.AddWithValue(size);
        command.Parameters.AddWithValue((page - 1) * size);
        await using var row = await command.ExecuteReaderAsync(cancel);
        var (items, total) = (new List<ParticipantRow>(), 0);
        while (await row.ReadAsync(cancel))
        {
            total = row.GetInt32(14);
            items.Add(new ParticipantRow
            {
                Id = row.GetGuid(0),
                Name = Pseudonym.Short(row.GetFieldValue<byte[]>(1)),
                Channel = row.GetString(2),
                State = (ParticipantState)row.GetInt16(3),
                ExclusionReason = row.IsDBNull(4) ? null : row.GetString(4),
                Answers = row.GetInt32(5),
                Counted = row.GetInt32(6),
                Gold = row.GetInt32(7),
                GoldRight = row.GetInt32(8),
                LeftShare = row.IsDBNull(9) ? null : row.GetDouble(9),
                MedianMs = row.IsDBNull(10) ? null : row.GetDouble(10),
                EarnedMinor = row.GetInt64(11),
                Finished = row.GetBoolean(12),
                LastAnswerAt = row.IsDBNull(13) ? null : row.GetFieldValue<DateTimeOffset>(13),
            });
        }

        await row.DisposeAsync();
        return new Paged<ParticipantRow>(await WithQuality(campaignId, items, cancel), total);
    }

    /// <summary>Whether somebody has come to the campaign.</summary>
    public async Task<bool> Has(Guid campaignId, Guid participant, CancellationToken cancel)
    {
        await using var command = source.CreateCommand("select exists (select 1 from hit_session where campaign_id = $1 and participant_id = $2)");
        command.Parameters.AddWithValue(campaignId);
        command.Parameters.AddWithValue(participant);
        return (bool)(await command.ExecuteScalarAsync(cancel))!;
    }

    /// <summary>What to set the floor of response times by.</summary>
    public async Task<TrustedTimes> Times(Guid campaignId, CancellationToken cancel) => await TrustedTimes.Read(source, campaignId, await Rules(campaignId, cancel), cancel);

    private async Task<IReadOnlyList<ParticipantRow>> WithQuality(Guid campaignId, List<ParticipantRow> rows, CancellationToken cancel)
    {
        Guid[] people = [.. rows.Select(person => person.Id)];
        var rules = await Rules(campaignId, cancel);
        var records = await marks.Of(people, cancel);
        await using var connection = await source.OpenConnectionAsync(cancel);
        var evidence = await ReadEvidence.Of(connection, campaignId, people, rules, cancel);
        return [.. rows.Select(person => person with
        {
            Quality = evidence.GetValueOrDefault(person.Id) is { } found ? ParticipantQuality.Of(found, rules) : null,
            Marks = [.. records[person.Id]],
        })];
    }

    private async Task<QualitySpec> Rules(Guid campaignId, CancellationToken cancel)
    {
        await using var command = source.CreateCommand("select spec from campaign where id = $1");
        command.Parameters.AddWithValue(campaignId);
        return CampaignSpecs.Read((string)(await command.ExecuteScalarAsync(cancel))!).Quality;
    }

    private static string Clause(ParticipantOrder order) => order switch
    {
        ParticipantOrder.Newest => "coalesce(work.last_at, session.came) desc",
        ParticipantOrder.Answers => "coalesce(work.answers, 0) desc",
        ParticipantOrder.Gold => "work.gold_right::float8 / nullif(work.gold, 0) nulls last",
        ParticipantOrder.LeftShare => "abs(work.left_share - 0.5) desc nulls last",
        ParticipantOrder.Median => "work.median_ms nulls last",
        ParticipantOrder.Earned => "coalesce(work.earned, 0) desc",
        _ => throw new ArgumentOutOfRangeException(nameof(order), order, "Not a known order."),
    };
}
