using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Nights.Database;
using Nights.Domain.Storage;
using Nights.Domain.Training;
using Nights.Hosting.Objects;

namespace Nights.Campaigns.Retention;

/// <summary>Deletes the checkpoints of training runs that ended some time ago; the models they led to stay.</summary>
internal sealed partial class ForgetCheckpoints(
    IDbContextFactory<NightsDb> databases, IObjects objects, TimeProvider clock, IOptions<RetentionOptions> options, ILogger<ForgetCheckpoints> logger)
{
    public async Task Run(CancellationToken cancel)
    {
        var before = clock.GetUtcNow() - TimeSpan.FromDays(options.Value.CheckpointDays);
        await using var db = await databases.CreateDbContextAsync(cancel);
        var ended = await db.TrainingRuns
            .Where(run => run.CheckpointStep != null && run.FinishedAt < before
                && (run.State == RunState.Succeeded || run.State == RunState.Failed || run.State == RunState.Cancelled))
            .Select(run => run.Id)
            .ToListAsync(cancel);

        foreach (var run in ended)
        {
            var keys = new List<string>();
            await foreach (var key in objects.List(ObjectKeys.Checkpoints(run), cancel)) keys.Add(key);
            await objects.Delete(keys, cancel);
            await db.TrainingRuns.Where(row => row.Id == run).ExecuteUpdateAsync(set => set.SetProperty(row => row.CheckpointStep, (int?)null), cancel);
            LogForgotten(keys.Count, run);
        }
    }

    [LoggerMessage(LogLevel.Information, "Deleted {Count} objects of the checkpoints of run {RunId}")]
    private partial void LogForgotten(int count, Guid runId);
}
