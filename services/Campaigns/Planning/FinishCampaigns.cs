using Microsoft.EntityFrameworkCore;
using Nights.Database;
using Nights.Domain.Campaigns;
using Nights.Domain.Triplets;

namespace Nights.Campaigns.Planning;

/// <summary>
/// Finishes campaigns that have nothing left to do: every triplet is decided or void and, unless draining, every painting is planned, and a source of triplets
/// is over and has been taken in whole.
/// One conditional UPDATE; running it twice changes nothing.
/// </summary>
internal sealed partial class FinishCampaigns(IDbContextFactory<NightsDb> databases, TimeProvider clock, ILogger<FinishCampaigns> logger)
{
    public async Task Run(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var finished = await db.Database.ExecuteSqlAsync(
            $"""
            update campaign set state = {(int)CampaignState.Finished}, finished_at = {clock.GetUtcNow()}
            where (state = {(int)CampaignState.Draining}
                   or state = {(int)CampaignState.Running} and planned_paintings >= (spec -> 'painting' ->> 'count')::int)
              and not exists (select from triplet where triplet.campaign_id = campaign.id and triplet.state in ({(int)TripletState.Planned}, {(int)TripletState.Queued}))
              and (state = {(int)CampaignState.Draining} or spec ->> 'task' is distinct from 'jnd' or spec -> 'jnd' ->> 'source' is null
                   or exists (
                       select from campaign source where source.name || '@' || source.version = campaign.spec -> 'jnd' ->> 'source'
                         and source.state in ({(int)CampaignState.Finished}, {(int)CampaignState.Archived})
                         and not exists (
                             select from triplet theirs where theirs.campaign_id = source.id and theirs.state = {(int)TripletState.Accepted}
                               and not exists (select from triplet ours where ours.campaign_id = campaign.id and ours.painting_id = theirs.painting_id and ours.role = theirs.role))))
            """,
            cancel);
        if (finished > 0) LogFinished(finished);
    }

    [LoggerMessage(LogLevel.Information, "Finished {Count} campaigns: every triplet is decided")]
    private partial void LogFinished(int count);
}
