using System.Text.Json;

namespace Nights.FaultTests.Local;

/// <summary>kill -9 of the local host in the middle of each stage. Started again, it finishes what was under way and has lost nothing it said it had.</summary>
public sealed class KilledHostTests
{
    private const int Paintings = 200;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_while_painting_it_paints_the_rest_and_no_painting_twice()
    {
        await using var host = await LocalHostProcess.Start(Cancel);
        var campaign = await host.StartCampaign(A.Campaign("painting", Paintings, size: 256), Cancel);
        await host.Until($"campaigns/{campaign}", view => Count(view, "painting", "painted") >= 8, Patience, Cancel);
        var before = await Pictures(host);
        await host.Kill();
        before.Count.ShouldBeLessThan(Paintings, "the kill came too late to prove anything");

        await host.StartAgain(Cancel);
        await host.Until($"campaigns/{campaign}", view => Count(view, "painting", "painted") == Paintings, Patience, Cancel);

        var after = await Pictures(host);
        foreach (var (number, pictures) in before) after[number].ShouldBe(pictures, $"painting {number}");
        (await host.Query<long>("select count(*) from triplet where state = 1", Cancel)).ShouldBe([(long)Paintings]);
        host.Output.Split('\n').Where(line => line.Contains("ERROR", StringComparison.Ordinal)).ShouldBeEmpty(host.Output);
    }

    [Fact]
    public async Task Killed_while_people_vote_every_acknowledged_vote_is_kept_and_the_campaign_finishes()
    {
        await using var host = await LocalHostProcess.Start(Cancel);
        var campaign = await host.StartCampaign(A.Campaign("voting", paintings: 16), Cancel);
        await host.Until($"campaigns/{campaign}", view => Count(view, "painting", "painted") is 16, Patience, Cancel);
        await using var people = host.Nights("simulate", "--campaign", "voting", "--until-done", "--participants", "6", "--at-once", "6", "--json");
        await host.Until($"campaigns/{campaign}", view => Count(view, "votes", "counted") >= 15, Patience, Cancel);
        await host.Kill();

        await host.StartAgain(Cancel);
        (await people.Exit(Patience, Cancel)).ShouldBe(0, people.Output);
        var view = await host.Until($"campaigns/{campaign}", view => view.GetProperty("state").GetString() is "finished", Patience, Cancel);

        var result = JsonSerializer.Deserialize<JsonElement>(people.Output[people.Output.IndexOf('{', StringComparison.Ordinal)..]);
        var acknowledged = result.GetProperty("acknowledged").GetInt64();
        acknowledged.ShouldBe(result.GetProperty("sent").GetInt64());
        (await host.Query<long>("select count(*) from vote", Cancel)).ShouldBe([acknowledged]);
        (Count(view, "triplets", "accepted") + Count(view, "triplets", "dropped")).ShouldBe(16);
    }

    [Fact]
    public async Task Killed_while_training_it_goes_on_at_the_last_checkpoint()
    {
        await using var host = await LocalHostProcess.Start(Cancel);
        var campaign = await host.StartCampaign(A.Campaign("training", paintings: 24, roles: "rotate", schedule: "[1]"), Cancel);
        await using (var people = host.Nights("simulate", "--campaign", "training", "--until-done", "--participants", "8", "--at-once", "8"))
            (await people.Exit(Patience, Cancel)).ShouldBe(0, people.Output);
        await host.Until($"campaigns/{campaign}", view => view.GetProperty("state").GetString() is "finished", Patience, Cancel);
        await host.Post("snapshots", new { campaign, version = "1.0.0" }, Cancel);
        await host.Until("snapshots/training/1.0.0", view => view.GetProperty("state").GetString() is "ready", Patience, Cancel);
        var run = (await host.Post("runs", new { snapshot = "training@1.0.0", config = new { recipe = "demo", epochs = 12, batchGroups = 4, checkpointEvery = 2 } }, Cancel))
            .GetProperty("id").GetGuid();
        await Reached(host, checkpoint: 8);
        await host.Kill();

        await host.StartAgain(Cancel);
        var lowest = int.MaxValue;
        await host.Until($"runs/{run}", view =>
        {
            lowest = Math.Min(lowest, Checkpoint(host).GetAwaiter().GetResult());
            return view.GetProperty("state").GetString() is "succeeded";
        }, Patience, Cancel);

        lowest.ShouldBeGreaterThanOrEqualTo(8, "a run that began anew would note its first checkpoints again");
        (await host.Query<int>("select attempts from training_run", Cancel)).ShouldBe([2]);
        (await host.Query<long>("select count(*) from model", Cancel)).ShouldBe([1L]);
    }

    private static int Count(JsonElement campaign, string part, string name) => campaign.GetProperty(part).GetProperty(name).GetInt32();

    private static async Task<Dictionary<string, string>> Pictures(LocalHostProcess host) =>
        (await host.Query<string>("select number || '=' || array_to_string(pictures, ',') from painting where state = 2 order by number", Cancel))
        .Select(row => row.Split('=')).ToDictionary(row => row[0], row => row[1]);

    private static async Task Reached(LocalHostProcess host, int checkpoint)
    {
        for (var started = TimeProvider.System.GetTimestamp(); await Checkpoint(host) < checkpoint; await Task.Delay(50, Cancel))
            if (TimeProvider.System.GetElapsedTime(started) > Patience) throw new TimeoutException($"No checkpoint {checkpoint} in {Patience}.\n{host.Output}");
    }

    private static async Task<int> Checkpoint(LocalHostProcess host) =>
        (await host.Query<int>("select coalesce(checkpoint_step, 0) from training_run", Cancel)).Single();
}
