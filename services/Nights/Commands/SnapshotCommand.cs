using System.CommandLine;
using System.Text.Json;
using Nights.Domain.Snapshots;
using Nights.Local.Client;

namespace Nights.Local.Commands;

/// <summary>nights snapshot: cut, list, pull and verify dataset versions.</summary>
internal static class SnapshotCommand
{
    public static Command Create() => new("snapshot", "Cut dataset versions of a campaign, list them, pull them, and verify them.")
    {
        Build(),
        List(),
        Pull(),
        SnapshotVerifyCommand.Create(),
    };

    private static Command Build()
    {
        var campaign = new Argument<string>("CAMPAIGN") { Description = "Id or name of the campaign." };
        var version = new Option<string?>("--version") { Description = "Three numbers, e.g. 1.0.0; the next minor version when not given." };
        return HostCommand.Create("build", "Cut a snapshot of the triplets accepted so far and wait until it is ready.", [campaign, version], async (client, parsed, json, cancel) =>
        {
            var asked = await client.Post<SnapshotReport>("snapshots", new { campaign = parsed.GetRequiredValue(campaign), version = parsed.GetValue(version) }, cancel);
            var ready = await Ready(client, asked, cancel);
            if (json) Terminal.Write(ready);
            else Terminal.Line($"{ready.Reference} is ready: {ready.Triplets} triplets. Pull it with: nights snapshot pull {ready.Reference}");
        });
    }

    /// <summary>Waits until a snapshot that was asked for is ready.</summary>
    /// <exception cref="CommandFailedException">It could not be built.</exception>
    public static async Task<SnapshotReport> Ready(OperatorClient client, SnapshotReport snapshot, CancellationToken cancel)
    {
        while (snapshot.State is SnapshotState.Building)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System, cancel);
            snapshot = await client.Get<SnapshotReport>($"snapshots/{snapshot.Name}/{snapshot.Version}", cancel);
        }

        return snapshot.State is SnapshotState.Ready ? snapshot : throw new CommandFailedException($"{snapshot.Reference} could not be built: {snapshot.Failure}");
    }

    private static Command List() => HostCommand.Create("list", "All snapshots, the newest first.", [], async (client, _, json, cancel) =>
    {
        var snapshots = await client.Get<JsonElement>("snapshots", cancel);
        if (json)
        {
            Terminal.Write(snapshots);
            return;
        }

        Terminal.Table(
            ["snapshot", "state", "triplets", "manifest SHA-256"],
            snapshots.Deserialize<SnapshotReport[]>(OperatorClient.Json)!.Select(snapshot => new[]
            {
                snapshot.Reference, snapshot.State.ToString().ToLowerInvariant(), $"{snapshot.Triplets}", snapshot.ManifestSha256 ?? snapshot.Failure ?? "",
            }));
    });

    private static Command Pull()
    {
        var reference = new Argument<string>("NAME@VERSION") { Description = "The snapshot." };
        reference.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && token.Value.Split('@') is not [{ Length: > 0 }, { Length: > 0 }])
                result.AddError($"'{token.Value}' is no snapshot; write name@version, e.g. animals@1.0.0.");
        });
        var output = new Option<DirectoryInfo?>("--output", "-o") { Description = "Folder to pull into; ./NAME-VERSION when not given.", HelpName = "DIR" };
        return HostCommand.Create("pull", "Bring a snapshot into a folder; a pull that was cut off goes on where it stood.", [reference, output], async (client, parsed, json, cancel) =>
        {
            var (name, version) = parsed.GetRequiredValue(reference).Split('@') switch { [var n, var v] => (n, v), var other => throw new CommandFailedException($"'{string.Join('@', other)}' is no snapshot.") };
            var folder = parsed.GetValue(output)?.FullName ?? Path.GetFullPath($"{name}-{version}");
            var manifest = await Progress.Show($"Pulling {name}@{version}", json, shown => new PullSnapshot(client).Run(name, version, folder, shown, cancel));
            if (json) Terminal.Write(new { name, version, path = folder, files = manifest.Files.Count, bytes = manifest.Files.Sum(file => file.Bytes), triplets = manifest.Counts.Triplets });
            else Terminal.Line($"{name}@{version} is in {folder}: {manifest.Files.Count} files, {manifest.Counts.Triplets} triplets.");
        });
    }
}
