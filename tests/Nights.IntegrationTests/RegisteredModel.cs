using System.Security.Cryptography;
using System.Text.Json;
using Nights.Database;
using Nights.Database.Campaigns;
using Nights.Database.Snapshots;
using Nights.Database.Training;
using Nights.Domain.Campaigns;
using Nights.Domain.Snapshots;
using Nights.Domain.Storage;
using Nights.Domain.Training;
using Nights.DreamSim.Checkpoints;
using Nights.DreamSim.Training;
using Nights.Hosting.Objects;
using Nights.TestServers;

namespace Nights.IntegrationTests;

/// <summary>A small model in the registry, as a trainer would have put it there.</summary>
internal static class RegisteredModel
{
    /// <summary>A network of random weights for pictures of 16 pixels.</summary>
    public static readonly TrainingConfig Config = Recipes.Parse(
        """
        { "recipe": "demo", "name": "small",
          "model": { "inputSize": 16, "resampling": "box", "backbones": [ { "patch": 4, "width": 32, "depth": 2, "heads": 2, "imageSize": 16 } ] } }
        """, "The test");

    /// <summary>Of the same shape, with a regressor behind the cosine.</summary>
    public static readonly TrainingConfig Pairs = Recipes.Parse(
        """
        { "recipe": "pairs", "name": "small", "start": null,
          "model": { "inputSize": 16, "resampling": "box", "backbones": [ { "patch": 4, "width": 32, "depth": 2, "heads": 2, "imageSize": 16 } ] } }
        """, "The test");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Registers it without files.</summary>
    /// <returns>name@version.</returns>
    public static async Task<string> Row(NightsDb db, string name, string version, string evaluation = "{}", string? manifestSha256 = null)
    {
        var now = TimeProvider.System.GetUtcNow();
        var (campaign, snapshot, run) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        db.Campaigns.Add(new Campaign { Id = campaign, Name = $"{name}-{campaign:N}", Version = 1, State = CampaignState.Finished, Spec = "{}", CreatedAt = now, CapMinor = 0 });
        await db.SaveChangesAsync(Cancel);
        db.Snapshots.Add(new Snapshot { Id = snapshot, CampaignId = campaign, Name = $"{name}-{version}", Version = "1.0.0", State = SnapshotState.Ready, Mark = 1, Triplets = 1, ManifestSha256 = new string('0', 64), CreatedAt = now });
        await db.SaveChangesAsync(Cancel);
        db.TrainingRuns.Add(new TrainingRun { Id = run, SnapshotId = snapshot, Config = "{}", State = RunState.Succeeded, CreatedAt = now });
        await db.SaveChangesAsync(Cancel);
        db.Models.Add(new Model { Id = Guid.CreateVersion7(), Name = name, Version = version, RunId = run, Evaluation = evaluation, ManifestSha256 = manifestSha256 ?? new string('0', 64), CreatedAt = now });
        await db.SaveChangesAsync(Cancel);
        return $"{name}@{version}";
    }

    /// <summary>Registers it with its files.</summary>
    /// <param name="evaluation">As the registry has it.</param>
    /// <param name="config">The network; <see cref="Config"/> when not given.</param>
    /// <returns>name@version.</returns>
    public static async Task<string> Whole(NightsDb db, IObjects objects, string evaluation, TrainingConfig? config = null)
    {
        const string Name = "small", Version = "1.0.0-0000beef-1";
        await using var folder = ScratchFolder.Create("model");
        using (var model = StartingModel.Create(config ?? Config)) ModelFolder.Save(model, folder["model"]);
        var files = new List<object>();
        foreach (var path in Directory.EnumerateFiles(folder["model"]).Order(StringComparer.Ordinal))
        {
            var bytes = await File.ReadAllBytesAsync(path, Cancel);
            files.Add(new { Path = Path.GetFileName(path), Bytes = bytes.Length, Sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)) });
            await objects.Put(ObjectKeys.Model(Name, Version) + Path.GetFileName(path), bytes, "application/octet-stream", Cancel);
        }

        var manifest = JsonSerializer.SerializeToUtf8Bytes(
            new { Name, Version, Run = Guid.Empty, SnapshotManifestSha256 = new string('0', 64), Files = files }, JsonSerializerOptions.Web);
        await objects.Put(ObjectKeys.Model(Name, Version) + "manifest.json", manifest, "application/json", Cancel);
        return await Row(db, Name, Version, evaluation, Convert.ToHexStringLower(SHA256.HashData(manifest)));
    }
}
