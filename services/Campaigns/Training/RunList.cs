using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Nights.Database;
using Nights.Database.Training;
using Nights.Domain.Training;

namespace Nights.Campaigns.Training;

/// <summary>Finds training runs and models for the API and the console.</summary>
internal sealed class RunList(IDbContextFactory<NightsDb> databases, TimeProvider clock)
{
    private const int Most = 200;

    /// <summary>The newest runs first.</summary>
    public async Task<IReadOnlyList<RunView>> All(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await Views(db, db.TrainingRuns.OrderByDescending(run => run.CreatedAt).Take(Most), cancel);
    }

    public async Task<RunView?> One(Guid id, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return (await Views(db, db.TrainingRuns.Where(run => run.Id == id), cancel)).SingleOrDefault();
    }

    /// <summary>The newest models first.</summary>
    public async Task<IReadOnlyList<ModelView>> Models(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return [.. (await db.Models.AsNoTracking().OrderByDescending(model => model.CreatedAt).Take(Most).ToListAsync(cancel)).Select(ModelView.Of)];
    }

    public async Task<ModelView?> Model(string name, string version, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Models.AsNoTracking().SingleOrDefaultAsync(model => model.Name == name && model.Version == version, cancel) is { } found ? ModelView.Of(found) : null;
    }

    private async Task<IReadOnlyList<RunView>> Views(NightsDb db, IQueryable<TrainingRun> runs, CancellationToken cancel)
    {
        var rows = await runs.AsNoTracking()
            .Select(run => new
            {
                Run = run,
                Snapshot = db.Snapshots.Where(snapshot => snapshot.Id == run.SnapshotId).Select(snapshot => snapshot.Name + "@" + snapshot.Version).First(),
                Model = db.Models.Where(model => model.Id == run.ModelId).Select(model => new { model.Name, model.Version }).FirstOrDefault(),
            })
            .ToListAsync(cancel);
        return [.. rows.Select(row => new RunView
        {
            Id = row.Run.Id,
            Snapshot = row.Snapshot,
            State = row.Run.State,
            Step = row.Run.Step,
            TotalSteps = row.Run.TotalSteps,
            Epoch = row.Run.Epoch,
            Loss = row.Run.Loss,
            Agreement = row.Run.Agreement,
            PicturesPerSecond = row.Run.PicturesPerSecond,
            BestAgreement = row.Run.BestAgreement,
            BestEpoch = row.Run.BestEpoch,
            SecondsLeft = SecondsLeft(row.Run, clock.GetUtcNow()),
            Config = JsonSerializer.Deserialize<JsonElement>(row.Run.Config),
            Evaluation = row.Run.Evaluation is { } evaluation ? JsonSerializer.Deserialize<JsonElement>(evaluation) : null,
            ModelName = row.Model?.Name,
            ModelVersion = row.Model?.Version,
            Failure = row.Run.Failure,
            Attempts = row.Run.Attempts,
            CreatedAt = row.Run.CreatedAt,
            StartedAt = row.Run.StartedAt,
            FinishedAt = row.Run.FinishedAt,
        })];
    }

    private static double? SecondsLeft(TrainingRun run, DateTimeOffset now) =>
        run.State is RunState.Running && run.LeaseUntil > now && run.Step < run.TotalSteps ? (run.TotalSteps - run.Step) * run.SecondsPerStep : null;
}
