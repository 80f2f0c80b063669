using Microsoft.Extensions.Options;

namespace Nights.Crowd.Guidance;

/// <summary>Looks once a second for paintings that wait for a model's score: asks trainers for them, and opens unscored those that have waited too long.</summary>
internal sealed partial class GuidanceLoop(AskForScores ask, OpenUnscored open, IOptions<CrowdOptions> options, TimeProvider clock, ILogger<GuidanceLoop> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AfterFault = TimeSpan.FromSeconds(10);

    /// <summary>Questions in the time that a painting waits.</summary>
    private const int Questions = 4;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var wait = await Guard(Open, stoppingToken) & await Guard(Ask, stoppingToken) ? Interval : AfterFault;
            await Task.Delay(wait, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <returns>Paintings opened unscored, and paintings asked for.</returns>
    public async Task<(int Opened, int Asked)> RunOnce(CancellationToken cancel) => (await Open(cancel), await Ask(cancel));

    private Task<int> Open(CancellationToken cancel) => open.Run(clock.GetUtcNow() - TimeSpan.FromSeconds(options.Value.ScoreWithinSeconds), cancel);

    private Task<int> Ask(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        return ask.Run(now, now - TimeSpan.FromSeconds(options.Value.ScoreWithinSeconds) / Questions, cancel);
    }

    /// <summary>The two do not hinder each other: without a broker nobody can be asked, and all the same nobody waits for ever.</summary>
    private async Task<bool> Guard(Func<CancellationToken, Task<int>> work, CancellationToken cancel)
    {
        try
        {
            await work(cancel);
            return true;
        }
        catch (Exception fault) when (!cancel.IsCancellationRequested)
        {
            LogFault(fault);
            return false;
        }
        catch (OperationCanceledException)
        {
            return true;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Paintings that wait for a model's score could not be looked after; it is tried again in a moment.")]
    private partial void LogFault(Exception fault);
}
