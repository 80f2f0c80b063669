using Hangfire;

namespace Nights.Campaigns.Schedule;

/// <summary>Every recurring job of this service, in one place to read. Times are UTC; a missed time runs once, late.</summary>
internal sealed class Schedule(IRecurringJobManager jobs) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        jobs.AddOrUpdate<AnnounceOrdersJob>("announce-orders", job => job.Run(CancellationToken.None), "*/30 * * * * *");
        jobs.AddOrUpdate<ReapLeasesJob>("reap-leases", job => job.Run(CancellationToken.None), "*/15 * * * * *");
        jobs.AddOrUpdate<ResumeSnapshotsJob>("resume-snapshots", job => job.Run(CancellationToken.None), "*/30 * * * * *");
        jobs.AddOrUpdate<RetentionJob>("retention", job => job.Run(CancellationToken.None), "17 3 * * *");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
