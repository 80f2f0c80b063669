using Microsoft.EntityFrameworkCore;
using Nights.Campaigns.Channels;
using Nights.Campaigns.Studies;
using Nights.Channels.Faults;
using Nights.Database;
using Nights.Database.Channels;

namespace Nights.Campaigns.Reconciliation;

/// <summary>
/// Asks a marketplace how a study stands and for every submission of it, and takes the answers in: what a lost or doubled notification left wrong is right
/// afterwards. Any number of processes may do it at once.
/// </summary>
internal sealed partial class ReconcileStudy(
    IDbContextFactory<NightsDb> databases, CrowdChannels channels, HearSubmission hear, TimeProvider clock, ILogger<ReconcileStudy> logger)
{
    public async Task Run(Guid id, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var study = await db.Studies.AsNoTracking().SingleAsync(row => row.Id == id, cancel);
        var order = StudyOrders.Of(study, await db.Campaigns.AsNoTracking().SingleAsync(row => row.Id == study.CampaignId, cancel));
        var channel = channels.Get(study.Channel);
        // News is as old as the question: what a notification tells meanwhile is newer.
        var asked = clock.GetUtcNow();
        try
        {
            var standing = await channel.Look(order, cancel);
            var heard = 0;
            await foreach (var remote in channel.ListSubmissions(order, cancel))
            {
                await hear.Run(study, remote, asked, cancel);
                heard++;
            }

            var parked = await db.ChannelCalls.Where(call => call.StudyId == id && call.State == CallState.Parked).OrderByDescending(call => call.Id)
                .Select(call => call.LastFault).FirstOrDefaultAsync(cancel);
            await db.Studies.Where(row => row.Id == id).ExecuteUpdateAsync(row => row
                .SetProperty(one => one.ReconciledAt, asked)
                .SetProperty(one => one.RemoteWord, one => standing == null ? one.RemoteWord : standing.Word)
                .SetProperty(one => one.RemotePlaces, one => standing == null ? one.RemotePlaces : standing.Places)
                .SetProperty(one => one.RemoteTaken, one => standing == null ? one.RemoteTaken : standing.Taken)
                .SetProperty(one => one.Failure, one => one.State == StudyState.Failed ? one.Failure : parked), cancel);
            LogHeard(study.Channel, id, heard);
        }
        catch (ChannelException fault)
        {
            await db.Studies.Where(row => row.Id == id).ExecuteUpdateAsync(
                row => row.SetProperty(one => one.ReconciledAt, asked).SetProperty(one => one.Failure, fault.Message), cancel);
            LogSilent(study.Channel, id, fault.Message);
        }
    }

    [LoggerMessage(LogLevel.Debug, "{Channel} told {Count} submissions of study {StudyId}")]
    private partial void LogHeard(string channel, Guid studyId, int count);

    [LoggerMessage(LogLevel.Warning, "{Channel} could not be asked about study {StudyId}: {Why}")]
    private partial void LogSilent(string channel, Guid studyId, string why);
}
