using Hangfire;
using Nights.Campaigns.Retention;

namespace Nights.Campaigns.Schedule;

/// <summary>Deletes what need not be kept. Safe to run at any time: it only looks at the clock and the tables.</summary>
[AutomaticRetry(Attempts = 0)]                               // the next night is the retry
[DisableConcurrentExecution(timeoutInSeconds: 0)]
internal sealed class RetentionJob(ForgetTimings timings, ForgetNetworks networks, ForgetCheckpoints checkpoints)
{
    public async Task Run(CancellationToken cancel)
    {
        await timings.Run(cancel);
        await networks.Run(cancel);
        await checkpoints.Run(cancel);
    }
}
