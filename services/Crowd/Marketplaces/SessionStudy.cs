using Nights.Crowd.Database;
using Nights.Crowd.Embedding;
using Nights.Database.Crowd.Marks;
using Npgsql;
using static Nights.Crowd.Database.Statements;

namespace Nights.Crowd.Marketplaces;

/// <summary>
/// The study by which the participant of a session came: the one whose id the marketplace put into the address, or one whose id it has not told us yet.
/// </summary>
/// <param name="Code">What the browser brings back: whether the whole HIT was done decides which.</param>
internal sealed record SessionStudy(string Code, string? CompletionUrl)
{
    public static async Task<SessionStudy?> Find(NpgsqlDataSource database, FinishedHit hit, CancellationToken cancel)
    {
        if (hit.Identity is not { Study: { } named }) return null;
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var statement = connection.Statement(
            $"""
            select case when (select count(*) from vote where vote.session_id = $1 and vote.status <> 2) >= (campaign.spec -> 'hit' ->> 'trialsPerHit')::int
                    or exists (select from hit_session session where session.id = $1 and {LiveMarks.Exist("session.participant_id", "session.campaign_id", LiveMarks.Quarantined)})
                then study.completion_code else study.partial_code end, study.completion_url
            from study join campaign on campaign.id = study.campaign_id
            where study.campaign_id = $2 and study.channel = $3 and (study.external_id = $4 or study.external_id is null)
            order by study.external_id nulls last limit 1
            """, Value(hit.SessionId), Value(hit.CampaignId), Value(hit.Channel), Value(named));
        await using var row = await statement.ExecuteReaderAsync(cancel);
        return await row.ReadAsync(cancel) ? new SessionStudy(row.GetString(0), row.Maybe<string>(1)) : null;
    }
}
