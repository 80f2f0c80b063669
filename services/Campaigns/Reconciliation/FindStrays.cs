using Microsoft.EntityFrameworkCore;
using Nights.Campaigns.Channels;
using Nights.Channels.Faults;
using Nights.Channels.Studies;
using Nights.Database;
using Nights.Database.Channels;

namespace Nights.Campaigns.Reconciliation;

/// <summary>
/// Looks for studies of ours on the marketplaces that should not take people: stopped or failed here, or doubles of one that is known. They are ended. One that no
/// row knows belongs to another installation on the same account, or to a database that was put back: it is told, not touched.
/// </summary>
internal sealed partial class FindStrays(IDbContextFactory<NightsDb> databases, CrowdChannels channels, ILogger<FindStrays> logger)
{
    /// <returns>How many were ended.</returns>
    public async Task<int> Run(CancellationToken cancel)
    {
        var ended = 0;
        foreach (var channel in channels.All)
        {
            await using var db = await databases.CreateDbContextAsync(cancel);
            if (!await db.Studies.AnyAsync(study => study.Channel == channel.Name, cancel)) continue;
            try
            {
                var found = new List<RemoteStudy>();
                await foreach (var remote in channel.ListStudies(cancel)) found.Add(remote);
                foreach (var remote in found.Where(remote => remote.State is RemoteStudyState.Draft or RemoteStudyState.Open or RemoteStudyState.Paused))
                {
                    if (remote.StudyId is not { } id || await db.Studies.AsNoTracking().SingleOrDefaultAsync(study => study.Id == id, cancel) is not { } study)
                    {
                        LogUnknown(channel.Name, remote.Key);
                        continue;
                    }

                    if (!IsStray(study, remote, found)) continue;
                    await channel.End(remote, cancel);
                    ended++;
                    LogEnded(channel.Name, remote.Key, study.State);
                }
            }
            catch (ChannelException fault)
            {
                LogSilent(channel.Name, fault.Message);
            }
        }

        return ended;
    }

    // A draft may be one that is just being made: only what is shown, or what has a known twin, is a stray.
    private static bool IsStray(Study study, RemoteStudy remote, List<RemoteStudy> found) =>
        study.State is StudyState.Stopped or StudyState.Failed
            ? remote.State is not RemoteStudyState.Draft || study.ExternalId is not null
            : study.ExternalId is { } known && remote.ExternalId != known && found.Exists(other => other.ExternalId == known) && remote.Key == StudyOrder.KeyOf(study.Id);

    [LoggerMessage(LogLevel.Warning, "{Channel} shows the study {Key}, which no row here knows; end it there if it is not another installation's")]
    private partial void LogUnknown(string channel, string key);

    [LoggerMessage(LogLevel.Warning, "{Channel} still showed the study {Key}, which is {State} here; it was ended")]
    private partial void LogEnded(string channel, string key, StudyState state);

    [LoggerMessage(LogLevel.Warning, "{Channel} could not be asked for its studies: {Why}")]
    private partial void LogSilent(string channel, string why);
}
