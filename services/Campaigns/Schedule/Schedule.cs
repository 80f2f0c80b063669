using System.Linq.Expressions;
using Hangfire;
using Hangfire.PostgreSql;
using Npgsql;

namespace Nights.Campaigns.Schedule;

/// <summary>Every recurring job of this service, in one place to read. Times are UTC; a missed time runs once, late.</summary>
internal sealed class Schedule(IRecurringJobManager jobs, NpgsqlDataSource database) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await JobStore.ForgetLeftLocks(database, cancellationToken);
        await Every<AnnounceOrdersJob>("announce-orders", job => job.Run(CancellationToken.None), "*/30 * * * * *");
        await Every<ReapLeasesJob>("reap-leases", job => job.Run(CancellationToken.None), "*/15 * * * * *");
        await Every<ResumeSnapshotsJob>("resume-snapshots", job => job.Run(CancellationToken.None), "*/30 * * * * *");
        await Every<RetentionJob>("retention", job => job.Run(CancellationToken.None), "17 3 * * *");

        async Task Every<T>(string name, Expression<Func<T, Task>> run, string times)
        {
            try
            {
                jobs.AddOrUpdate(name, run, times);
            }
            catch (PostgreSqlDistributedLockException)
            {
                // Killed only just now: after the wait for it, the lock is old enough to be told from one that is in use.
                await JobStore.ForgetLeftLocks(database, cancellationToken);
                jobs.AddOrUpdate(name, run, times);
            }
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
