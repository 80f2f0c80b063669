using System.Net;
using System.Net.Http.Json;
using Nights.Campaigns.Snapshots;
using Nights.Domain.Snapshots;
using Nights.Domain.Storage;
using Nights.TestServers;

namespace Nights.IntegrationTests.Campaigns;

public sealed class SnapshotTests(PostgresCluster postgres)
{
    private static readonly string Prefix = ObjectKeys.Snapshot("cats", "1.0.0");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_snapshot_built_again_at_its_mark_has_the_same_bytes_whatever_has_come_since()
    {
        await using var host = await CampaignsHost.Start(postgres);
        var campaign = await JudgedCampaign.Painted(host, 6);
        await JudgedCampaign.Judge(host, campaign, 0, "AAA");
        await JudgedCampaign.Judge(host, campaign, 1, "AB");
        await JudgedCampaign.Judge(host, campaign, 2, "BBB");
        await JudgedCampaign.Judge(host, campaign, 3, "AA");
        await Cut(host, campaign);
        var first = await Files(host);
        var manifest = SnapshotManifest.Parse(first["manifest.json"]);
        manifest.Counts.Triplets.ShouldBe(2);
        first.Keys.ShouldContain("ref/000/002.png");

        await JudgedCampaign.Judge(host, campaign, 4, "AAA");
        await host.Objects.Delete([.. first.Keys.Select(path => Prefix + path)], Cancel);
        await host.Do("update snapshot set state = 0, manifest_sha256 = null");
        await host.Get<BuildSnapshot>().Run(await host.Ask<Guid>("select id from snapshot"), Cancel);

        var second = await Files(host);
        second.Keys.ShouldBe(first.Keys);
        foreach (var (path, bytes) in first) second[path].ShouldBe(bytes, path);
    }

    [Fact]
    public async Task A_ready_snapshot_can_be_read_and_its_version_is_never_cut_again()
    {
        await using var host = await CampaignsHost.Start(postgres);
        var campaign = await JudgedCampaign.Painted(host, 2);
        await JudgedCampaign.Judge(host, campaign, 0, "AAA");
        await Cut(host, campaign);

        var csv = await host.Operator.GetStringAsync("/api/v1/snapshots/cats/1.0.0/files/data.csv", Cancel);
        csv.Split('\n')[1].ShouldStartWith("0,1,0,3,ref/000/000.png,distort/000/000_0.png,distort/000/000_1.png,");
        (await host.Operator.GetAsync("/api/v1/snapshots/cats/1.0.0/files/../../../secret", Cancel)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await Request(host, campaign, "1.0.0")).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await CampaignsHost.Body(await Request(host, campaign, null))).GetProperty("version").GetString().ShouldBe("1.1.0");
    }

    [Fact]
    public async Task A_build_that_would_change_a_stored_file_fails_says_why_and_leaves_no_manifest()
    {
        await using var host = await CampaignsHost.Start(postgres);
        var campaign = await JudgedCampaign.Painted(host, 2);
        await JudgedCampaign.Judge(host, campaign, 0, "AAA");
        await host.Objects.Put(Prefix + "data.csv", new byte[] { 1, 2, 3 }, "text/csv", Cancel);

        (await Request(host, campaign, null)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await CampaignsHost.Until(async () => await host.Ask<short>("select state from snapshot") is 2, "the build has failed");

        (await host.Ask<string>("select failure from snapshot")).ShouldContain("data.csv already holds 3 other bytes");
        (await host.Objects.Exists(Prefix + "manifest.json", Cancel)).ShouldBeFalse();
        (await host.Operator.GetAsync("/api/v1/snapshots/cats/1.0.0/files/data.csv", Cancel)).StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    private static async Task Cut(CampaignsHost host, Guid campaign)
    {
        (await Request(host, campaign, null)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await CampaignsHost.Until(async () => await host.Ask<short>("select state from snapshot") is 1, "the snapshot is ready");
    }

    private static Task<HttpResponseMessage> Request(CampaignsHost host, Guid campaign, string? version) =>
        host.Operator.PostAsJsonAsync("/api/v1/snapshots", new { campaign = campaign.ToString(), version }, Cancel);

    private static async Task<SortedDictionary<string, byte[]>> Files(CampaignsHost host)
    {
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        await foreach (var key in host.Objects.List(Prefix, Cancel)) files[key[Prefix.Length..]] = await host.Objects.Get(key, Cancel);
        return files;
    }
}
