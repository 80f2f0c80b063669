using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Nights.Database;
using Nights.Database.Campaigns;
using Nights.Database.Snapshots;
using Nights.Database.Training;
using Nights.Domain.Campaigns;
using Nights.Domain.Snapshots;
using Nights.Domain.Storage;
using Nights.Domain.Training;
using Nights.DreamSim.Training;
using Nights.Hosting;
using Nights.Hosting.Objects;
using Nights.Imaging;
using Nights.TestServers;

namespace Nights.IntegrationTests.Trainer;

/// <summary>A database and an object store with one small snapshot, and trainers as processes.</summary>
internal sealed class TrainingGround : IAsyncDisposable
{
    /// <summary>A second or two of training, with a checkpoint every few steps.</summary>
    public const string Config = """
        { "recipe": "demo", "name": "small", "epochs": 60, "batchGroups": 4, "checkpointEvery": 5, "warmUpSteps": 3,
          "model": { "inputSize": 16, "resampling": "box", "backbones": [ { "patch": 4, "width": 32, "depth": 2, "heads": 2, "imageSize": 16 } ] } }
        """;

    /// <summary>The same network with a regressor, learning what people say of flashed pairs.</summary>
    public const string OfPairs = """
        { "recipe": "pairs", "name": "same", "start": null, "train": "all", "epochs": 10, "batchGroups": 8, "checkpointEvery": 5,
          "model": { "inputSize": 16, "resampling": "box", "backbones": [ { "patch": 4, "width": 32, "depth": 2, "heads": 2, "imageSize": 16 } ] } }
        """;

    private readonly ScratchFolder folder = ScratchFolder.Create("training");
    private readonly string database;
    private readonly IHost host;
    private Guid snapshotId;

    private TrainingGround(string database)
    {
        this.database = database;
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Objects:Kind"] = "disk", ["Objects:Folder"] = folder["objects"] });
        builder.AddNightsHosting();
        builder.Services.AddNightsDatabase(database);
        host = builder.Build();
    }

    /// <summary>Where trainers write a run's figures.</summary>
    public string Events(Guid run) => Path.Combine(folder["events"], $"{run}");

    public IObjects Objects => host.Services.GetRequiredService<IObjects>();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <param name="postgres">The server.</param>
    /// <param name="flashed">Whether the snapshot holds judgements of flashed pairs besides.</param>
    public static async Task<TrainingGround> Create(PostgresCluster postgres, bool flashed = false)
    {
        var ground = new TrainingGround(await postgres.CreateDatabase(Migrate, Cancel));
        await ground.CutSnapshot(flashed);
        return ground;
    }

    public NightsDb Db() => host.Services.GetRequiredService<IDbContextFactory<NightsDb>>().CreateDbContext();

    public async Task<Guid> Order(string config)
    {
        await using var db = Db();
        var run = new TrainingRun
        {
            Id = Guid.CreateVersion7(),
            SnapshotId = snapshotId,
            Config = config,
            State = RunState.Queued,
            CreatedAt = TimeProvider.System.GetUtcNow(),
        };
        db.TrainingRuns.Add(run);
        await db.SaveChangesAsync(Cancel);
        return run.Id;
    }

    public NightsProgram StartTrainer(string name) => NightsProgram.Start("Trainer", [], new Dictionary<string, string?>
    {
        ["ConnectionStrings__Nights"] = database,
        ["Objects__Kind"] = "disk",
        ["Objects__Folder"] = folder["objects"],
        ["Bus__Kind"] = "memory",
        ["Urls"] = "http://127.0.0.1:0",
        ["Trainer__Name"] = name,
        ["Trainer__Scratch"] = folder[name],
        ["Trainer__Events"] = folder["events"],
        ["Trainer__Device"] = "cpu",
        ["Trainer__Threads"] = "1",
        ["Trainer__PollEvery"] = "00:00:00.200",
        ["Trainer__LeaseFor"] = "00:00:03",
        ["Trainer__HeartbeatEvery"] = "00:00:00.300",
        ["Logging__LogLevel__Microsoft"] = "Warning",
    });

    /// <summary>Waits until the run is as wished.</summary>
    public async Task<TrainingRun> Await(Guid id, Func<TrainingRun, bool> wished, NightsProgram? trainer = null)
    {
        for (var started = TimeProvider.System.GetTimestamp(); ; await Task.Delay(50, Cancel))
        {
            await using var db = Db();
            var run = await db.TrainingRuns.AsNoTracking().SingleAsync(row => row.Id == id, Cancel);
            if (wished(run)) return run;
            if (TimeProvider.System.GetElapsedTime(started) > TimeSpan.FromMinutes(3))
                throw new TimeoutException($"The run is {run.State} at step {run.Step} of {run.TotalSteps}: {run.Failure}\n{trainer?.Output}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        host.Dispose();
        await folder.DisposeAsync();
    }

    private static async Task Migrate(string connection, CancellationToken cancel)
    {
        await using var services = new ServiceCollection().AddNightsDatabase(connection).BuildServiceProvider();
        await using var db = await services.GetRequiredService<IDbContextFactory<NightsDb>>().CreateDbContextAsync(cancel);
        await db.Database.MigrateAsync(cancel);
    }

    /// <summary>Flat squares: the picture with the closer grey is the closer one.</summary>
    private async Task CutSnapshot(bool flashed)
    {
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        var pairs = new StringBuilder("ref_path,candidate_path,similarity,split\n");
        var table = new StringBuilder("id,left_vote,right_vote,votes,ref_path,left_path,right_path,split,is_imagenet,prompt,group,round\n");
        for (var g = 0; g < 27; g++)
        {
            var random = new SeededRandom(1, "square", g);
            var split = g >= 24 ? "val" : g % 3 == 2 ? "test" : "train";
            var greys = new[] { random.Next(256), random.Next(256), random.Next(256) };
            string[] paths = [$"ref/000/{g:D3}.png", $"distort/000/{g:D3}_0.png", $"distort/000/{g:D3}_1.png"];
            for (var i = 0; i < 3; i++) files[paths[i]] = Paint((byte)greys[i], random);
            var right = Math.Abs(greys[2] - greys[0]) < Math.Abs(greys[1] - greys[0]) ? 1 : 0;
            table.Append(CultureInfo.InvariantCulture,
                $"{g},{1 - right},{right},6,{paths[0]},{paths[1]},{paths[2]},{split},False,square,{g},5\n");
            for (var i = 1; i < 3; i++)
                pairs.Append(CultureInfo.InvariantCulture, $"{paths[0]},{paths[i]},{1 - Math.Abs(greys[i] - greys[0]) / 255.0:F3},{split}\n");
        }

        if (flashed) files["jnd.csv"] = Encoding.UTF8.GetBytes(pairs.ToString());

        files["data.csv"] = Encoding.UTF8.GetBytes(table.ToString());
        var campaign = Guid.CreateVersion7();
        var manifest = new SnapshotManifest
        {
            Name = "squares",
            Version = "1.0.0",
            Campaign = "squares@1",
            SpecSha256 = new string('0', 64),
            Mark = 1,
            Counts = new SnapshotCounts(27, 16, 3, 8, 27, 162),
            Files = [.. files.Select(file => new SnapshotFile(file.Key, file.Value.Length, Convert.ToHexStringLower(SHA256.HashData(file.Value))))],
        }.ToJson();
        var prefix = ObjectKeys.Snapshot("squares", "1.0.0");
        foreach (var (path, content) in files) await Objects.Put(prefix + path, content, "application/octet-stream", Cancel);
        await Objects.Put(prefix + SnapshotManifest.FileName, manifest, "application/json", Cancel);

        await using var db = Db();
        var now = TimeProvider.System.GetUtcNow();
        db.Campaigns.Add(new Campaign { Id = campaign, Name = "squares", Version = 1, State = CampaignState.Finished, Spec = "{}", CreatedAt = now, CapMinor = 0 });
        db.Snapshots.Add(new Snapshot
        {
            Id = snapshotId = Guid.CreateVersion7(),
            CampaignId = campaign,
            Name = "squares",
            Version = "1.0.0",
            State = SnapshotState.Ready,
            Mark = 1,
            Triplets = 27,
            ManifestSha256 = Convert.ToHexStringLower(SHA256.HashData(manifest)),
            CreatedAt = now,
        });
        await db.SaveChangesAsync(Cancel);
    }

    private static byte[] Paint(byte grey, SeededRandom random)
    {
        var picture = new PixelImage(32, 32);
        picture.Bytes.Fill((byte)random.Next(256));
        for (var y = 8; y < 24; y++) picture.Row(y)[24..72].Fill(grey);
        return picture.EncodePng();
    }
}
