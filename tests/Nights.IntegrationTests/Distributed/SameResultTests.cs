using System.Text;
using Nights.Diffusion.Manifests;
using Nights.Diffusion.Models;
using Nights.Domain.Snapshots;
using Nights.TestServers;

namespace Nights.IntegrationTests.Distributed;

/// <summary>One code, two ways to run: the local host and the distributed system come to the same data, byte for byte.</summary>
[Collection(nameof(DistributedSystem))]
public sealed class SameResultTests(PostgresCluster postgres, RabbitMqBroker broker, S3Server s3)
{
    private const string Name = "same";

    // Without gold and practice the k-th vote on every triplet is the k-th participant's, however the slots were ranked.
    private const string Spec = $"""
        name: {Name}
        seed: 11
        prompts:
          categories: [dog, house, apple, boat]
        painting:
          count: 8
          roles: rotate
          model: procedural
          size: 128
          steps: 4
        quality:
          practice: 0
          practiceRight: 0
          goldShare: 0
        hit:
          trialsPerPage: 8
          trialsPerHit: 24
        """;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Both_paint_the_same_pictures_keep_the_same_triplets_and_cut_the_same_snapshot()
    {
        await using var local = await LocalSystem.Start(Cancel);
        await local.RunCampaign(Name, Spec, participants: 8, Cancel);
        RepaintAll(local);

        await using var distributed = await DistributedSystem.Start(postgres, broker, s3, Cancel);
        await distributed.RunCampaign(Name, Spec, participants: 8, Cancel);

        var (here, there) = (await Manifest(local), await Manifest(distributed));
        SnapshotManifest.Parse(here).Counts.Triplets.ShouldBeGreaterThan(0);
        Encoding.UTF8.GetString(there).ShouldBe(Encoding.UTF8.GetString(here));   // sizes and hashes of every file, the mark, the counts
        (await distributed.SnapshotFile(Name, "data.csv", Cancel)).ShouldBe(await local.SnapshotFile(Name, "data.csv", Cancel));
    }

    /// <summary>Every picture of the campaign, painted again from nothing but its manifest; a picture with other bytes throws.</summary>
    private static void RepaintAll(LocalSystem local)
    {
        using var model = ModelFolder.Open(Directory.GetDirectories(local.Models).Single(), new RuntimeOptions { Provider = "cpu", Threads = 1 });
        var manifests = Directory.GetFiles(Path.Combine(local.Objects, "cas"), "*.json", SearchOption.AllDirectories);
        manifests.Length.ShouldBe(24);
        foreach (var file in manifests) Repaint.Paint(ImageManifest.FromJson(File.ReadAllBytes(file)), model, null, Cancel).IsSame.ShouldBeTrue();
    }

    private static Task<byte[]> Manifest(RunningSystem system) => system.SnapshotFile(Name, SnapshotManifest.FileName, Cancel);
}
