using System.CommandLine;
using Nights.Local.Client;
using Nights.Local.Demo;

namespace Nights.Local.Commands;

/// <summary>nights demo: the main job from end to end on this machine, with simulated participants.</summary>
internal static class DemoCommand
{
    private const int FewestTriplets = 30, MostTriplets = 100_000, MostParticipants = 256;

    public static Command Create()
    {
        var triplets = CommonOptions.Number("--triplets", 3000, FewestTriplets, MostTriplets, "Triplets to paint and judge.");
        var participants = CommonOptions.Number("--participants", 24, 6, MostParticipants, "Simulated participants at work at a time; six different ones must agree on a triplet.");
        var seed = new Option<long>("--seed") { Description = "Same seed, same pictures.", DefaultValueFactory = _ => 1 };
        var data = new Option<DirectoryInfo?>("--data") { Description = "Data folder; a new one among the temporary files when not given.", HelpName = "DIR" };
        var json = CommonOptions.Json();
        var command = new Command("demo", "Paint, judge, filter, snapshot, fine-tune and evaluate, end to end, in a few minutes.") { triplets, participants, seed, data, json };
        command.SetAction((parsed, cancel) => Run(
            new DemoOptions
            {
                Triplets = parsed.GetValue(triplets),
                Participants = parsed.GetValue(participants),
                Seed = parsed.GetValue(seed),
                Folder = parsed.GetValue(data)?.FullName ?? Path.Combine(Path.GetTempPath(), $"nights-demo-{Guid.CreateVersion7().ToString("N")[..12]}"),
            },
            parsed.GetValue(json),
            cancel));
        return command;
    }

    private static async Task<int> Run(DemoOptions options, bool json, CancellationToken cancel)
    {
        if (!json) Terminal.Line($"Starting the local host in {options.Folder} ...");
        var (port, operatorPort) = (LoopbackPort.Free(), LoopbackPort.Free());
        var settings = new LocalHostOptions { Folder = options.Folder, Port = port, OperatorPort = operatorPort, TrustLoopback = true, LogToTerminal = false };
        await using var host = await LocalHost.Start(settings, cancel);
        if (!json) Terminal.Line($"Participants {settings.PublicUrl}   operators {settings.OperatorUrl}");

        using var client = new OperatorClient(settings.OperatorUrl, SecretFiles.FindOperatorKey(options.Folder)!);
        var urls = new Dictionary<string, string> { ["participants"] = settings.PublicUrl.ToString(), ["operators"] = settings.OperatorUrl.ToString() };
        var result = await DemoScreen.Run(json, screen => new RunDemo(options, client, screen, TimeProvider.System).Run(urls, cancel));
        if (json) Terminal.Write(result);
        else DemoSummary.Print(result, options.Folder);
        return 0;
    }
}
