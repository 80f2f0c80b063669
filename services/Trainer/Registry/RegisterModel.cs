using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Nights.Database;
using Nights.Database.Training;
using Nights.Domain.Storage;
using Nights.Domain.Training;
using Nights.Hosting.Objects;
using Nights.Trainer.Runs;

namespace Nights.Trainer.Registry;

/// <summary>
/// Puts a trained model into the object store and, in one transaction, into the table of models and its run to its end. Every claim has a
/// prefix of its own, so a lost attempt cannot mix its files with another's.
/// </summary>
internal sealed partial class RegisterModel(IDbContextFactory<NightsDb> databases, IObjects objects, TimeProvider clock, ILogger<RegisterModel> logger)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, NewLine = "\n" };

    /// <exception cref="LeaseLostException">The run is no longer ours: nothing is registered.</exception>
    public async Task Run(ClaimedRun run, string folder, string evaluation, CancellationToken cancel)
    {
        var version = $"{run.SnapshotVersion}-{run.Id.ToString("N")[^8..]}-{run.Fence}";
        var manifest = await Upload(run, folder, version, cancel);
        var model = new Model
        {
            Id = Guid.CreateVersion7(),
            Name = run.SnapshotName,
            Version = version,
            RunId = run.Id,
            Evaluation = evaluation,
            ManifestSha256 = Convert.ToHexStringLower(SHA256.HashData(manifest)),
            CreatedAt = clock.GetUtcNow(),
        };

        await using var db = await databases.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var now = await db.Database.SqlQuery<DateTimeOffset>($"select now() as \"Value\"").SingleAsync(cancel);
        db.Models.Add(model);
        await db.SaveChangesAsync(cancel);
        var ended = await db.TrainingRuns
            .Where(row => row.Id == run.Id && row.Fence == run.Fence && row.State == RunState.Running)
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(row => row.State, RunState.Succeeded)
                    .SetProperty(row => row.Evaluation, evaluation)
                    .SetProperty(row => row.ModelId, model.Id)
                    .SetProperty(row => row.Step, row => row.TotalSteps)
                    .SetProperty(row => row.Owner, (string?)null)
                    .SetProperty(row => row.LeaseUntil, (DateTimeOffset?)null)
                    .SetProperty(row => row.FinishedAt, now),
                cancel);
        if (ended != 1) throw new LeaseLostException(run.Id);
        await transaction.CommitAsync(cancel);
        LogRegistered(model.Name, model.Version, run.Id);
    }

    private async Task<byte[]> Upload(ClaimedRun run, string folder, string version, CancellationToken cancel)
    {
        var prefix = ObjectKeys.Model(run.SnapshotName, version);
        var files = new List<ModelFile>();
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var name = Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/');
            await using var content = File.OpenRead(path);
            files.Add(new ModelFile(name, content.Length, Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancel))));
            content.Position = 0;
            await objects.Put(prefix + name, content, name.EndsWith(".json", StringComparison.Ordinal) ? "application/json" : "application/octet-stream", cancel);
        }

        var manifest = JsonSerializer.SerializeToUtf8Bytes(new ModelManifest(run.SnapshotName, version, run.Id, run.ManifestSha256, files), Json);
        await objects.Put(prefix + "manifest.json", manifest, "application/json", cancel);
        return manifest;
    }

    [LoggerMessage(LogLevel.Information, "Registered model {Name}@{Version} of training run {RunId}")]
    private partial void LogRegistered(string name, string version, Guid runId);
}
