using Hangfire;
using Nights.Campaigns.Snapshots;

namespace Nights.Campaigns.Schedule;

/// <summary>Builds one snapshot. Running it again, or twice at once, writes the same bytes under the same keys.</summary>
[AutomaticRetry(Attempts = 0)]                               // a failed build says why; a killed one is resumed
internal sealed class BuildSnapshotJob(BuildSnapshot build)
{
    public Task Run(Guid id, CancellationToken cancel) => build.Run(id, cancel);
}
