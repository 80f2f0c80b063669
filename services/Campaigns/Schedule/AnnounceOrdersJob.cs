using Hangfire;
using Nights.Campaigns.Planning;

namespace Nights.Campaigns.Schedule;

/// <summary>Publishes lost orders again. Safe to run at any time and any number of times: see <see cref="AnnounceOrders"/>.</summary>
[AutomaticRetry(Attempts = 0)]                               // the next tick is the retry
[DisableConcurrentExecution(timeoutInSeconds: 0)]
internal sealed class AnnounceOrdersJob(AnnounceOrders announce)
{
    public Task Run(CancellationToken cancel) => announce.Sweep(cancel);
}
