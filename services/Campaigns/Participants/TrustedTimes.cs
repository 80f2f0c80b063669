using Nights.Database.Crowd.Marks;
using Nights.Domain.Campaigns;
using Npgsql;

namespace Nights.Campaigns.Participants;

/// <summary>How fast people answer who look: the first percentile of the times of trusted participants, to set the floor by.</summary>
/// <param name="FloorMs">What the campaign counts as too fast, in milliseconds.</param>
/// <param name="FirstPercentileMs">In milliseconds; null while too few trusted answers are there.</param>
/// <param name="Answers">Answers of trusted participants.</param>
internal sealed record TrustedTimes(int FloorMs, double? FirstPercentileMs, int Answers)
{
    /// <summary>Below, the first percentile is one or two answers.</summary>
    public const int Fewest = 200;

    /// <summary>Trusted is who is not excluded and passes the gold they have seen.</summary>
    public static async Task<TrustedTimes> Read(NpgsqlDataSource source, Guid campaign, QualitySpec quality, CancellationToken cancel)
    {
        await using var command = source.CreateCommand(
            $"""
            select count(*)::int, percentile_cont(0.01) within group (order by v.response_ms)::float8 from vote v
            where v.campaign_id = $1 and v.status in (0, 1, 3, 7) and v.participant_id in (
                select g.participant_id from vote g
                where g.campaign_id = $1 and g.status = 1 and not {LiveMarks.Exist("g.participant_id", "$1", LiveMarks.Quarantined)} group by g.participant_id having count(*) >= $2 and count(*) filter (where g."right") >= $3 * count(*))
            """);
        command.Parameters.AddWithValue(campaign);
        command.Parameters.AddWithValue(quality.GoldBeforeJudging);
        command.Parameters.AddWithValue(quality.GoldRightShare);
        await using var row = await command.ExecuteReaderAsync(cancel);
        await row.ReadAsync(cancel);
        var answers = row.GetInt32(0);
        return new TrustedTimes(quality.TooFastMs, answers < Fewest ? null : row.GetDouble(1), answers);
    }
}
