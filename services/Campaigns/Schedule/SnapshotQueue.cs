using Hangfire;

namespace Nights.Campaigns.Schedule;

/// <summary>Asks for the building of a snapshot whose row has been committed. A request that is lost is found by the resuming job.</summary>
internal sealed class SnapshotQueue(IBackgroundJobClient jobs)
{
    public void Add(Guid snapshotId) => jobs.Enqueue<BuildSnapshotJob>(job => job.Run(snapshotId, CancellationToken.None));
}
