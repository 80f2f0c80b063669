using Hangfire;
using Nights.Campaigns.Snapshots;

namespace Nights.Campaigns.Schedule;

/// <summary>Takes up snapshots whose builder died. Harmless beside a living builder: it holds the snapshot's lock.</summary>
[AutomaticRetry(Attempts = 0)]                               // the next tick is the retry
[DisableConcurrentExecution(timeoutInSeconds: 0)]
internal sealed class ResumeSnapshotsJob(BuildSnapshot build)
{
    public Task Run(CancellationToken cancel) => build.Resume(cancel);
}
