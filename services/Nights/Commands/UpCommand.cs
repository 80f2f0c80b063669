using System.CommandLine;

namespace Nights.Local.Commands;

/// <summary>nights up: the whole system in one process, until it is stopped.</summary>
internal static class UpCommand
{
    public static Command Create()
    {
        var data = CommonOptions.Data();
        var port = CommonOptions.Port("--port", 8080, "Port of the participants' pages.");
        var operatorPort = CommonOptions.Port("--operator-port", 8081, "Port of the operators' console and REST API.");
        var model = new Option<DirectoryInfo?>("--model")
        {
            Description = "Folder of a Stable Diffusion ONNX export; without it the procedural demo model paints.",
            HelpName = "DIR",
        };
        var trust = new Option<bool>("--trust-loopback") { Description = "Let callers from this machine ask as often as they like: for load tests, never behind a proxy." };
        var command = new Command("up", "Start the local host and run until stopped.") { data, port, operatorPort, model, trust };
        command.SetAction((parsed, cancel) => Run(
            new LocalHostOptions
            {
                Folder = parsed.GetRequiredValue(data).FullName,
                Port = parsed.GetValue(port),
                OperatorPort = parsed.GetValue(operatorPort),
                Model = parsed.GetValue(model)?.FullName,
                TrustLoopback = parsed.GetValue(trust),
            },
            cancel));
        return command;
    }

    private static async Task<int> Run(LocalHostOptions options, CancellationToken cancel)
    {
        Terminal.Line($"Starting in {options.Folder} ...");
        await using var host = await LocalHost.Start(options, cancel);
        Terminal.Line($"Participants   {options.PublicUrl}");
        Terminal.Line($"Operators      {options.OperatorUrl}");
        if (host.SetUpToken is { } token) Terminal.Line($"Set-up token   {token}   (once, for the first log-in)");
        else Terminal.Line($"Operator key   in {Path.Combine(options.Folder, "secrets", "cli-key")}");
        Terminal.Line("Ready. Ctrl-C stops.");

        await host.Ended(cancel);
        Terminal.Line("Stopping.");
        return 0;
    }
}
