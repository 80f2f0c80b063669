using Nights.Crowd.Campaigns;
using Nights.Crowd.Database;
using Npgsql;
using static Nights.Crowd.Database.Statements;

namespace Nights.Crowd.Jnd;

/// <summary>
/// Puts the accepted triplets of a campaign's source into its queue: rows of its own for the same paintings, with as many open slots as judgements are wanted.
/// What is there already is left alone, so it may run as often as it likes; while the source runs, what it accepts comes in bit by bit. A draining
/// campaign takes nothing in.
/// </summary>
internal sealed partial class OpenSource(NpgsqlDataSource database, ILogger<OpenSource> log)
{
    private const int AtOnce = 500;

    /// <returns>Triplets that were taken in.</returns>
    public async Task<int> Run(RunningCampaign campaign, CancellationToken cancel)
    {
        var opened = 0;
        for (var more = AtOnce; more == AtOnce; opened += more) more = await Attempts.Run(() => Some(campaign, cancel));
        if (opened > 0) LogOpened(opened, campaign.Spec.Jnd.Source!, campaign.Id);
        return opened;
    }

    private async Task<int> Some(RunningCampaign campaign, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var statement = connection.Statement(
            """
            with taken as (
                insert into triplet (id, campaign_id, painting_id, number, role, state, round, votes_a, votes_b)
                select gen_random_uuid(), c.id, t.painting_id, t.number, t.role, 1, 1, 0, 0
                from campaign c join campaign s on s.name || '@' || s.version = $2 join triplet t on t.campaign_id = s.id
                where c.id = $1 and c.state = 1 and t.state = 2
                  and not exists (select 1 from triplet own where own.campaign_id = c.id and own.painting_id = t.painting_id and own.role = t.role)
                order by t.number limit $5
                on conflict do nothing returning id, campaign_id)
            , slots as (
                insert into slot (campaign_id, triplet_id, round, state, rank, pair)
                select campaign_id, id, 1, 0, floor(random() * 2147483647)::int, case when $4 then n % 2 end from taken cross join generate_series(1, $3) n)
            select count(*) from taken
            """,
            Value(campaign.Id), Value(campaign.Spec.Jnd.Source!), Value(campaign.FirstSlots), Value(campaign.JudgesSinglePairs), Value(AtOnce));
        return (int)(long)(await statement.ExecuteScalarAsync(cancel))!;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Took {Count} accepted triplets of {Source} into campaign {CampaignId}.")]
    private partial void LogOpened(int count, string source, Guid campaignId);
}
