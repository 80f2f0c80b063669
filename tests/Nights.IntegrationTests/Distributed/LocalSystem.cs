using Nights.TestServers;

namespace Nights.IntegrationTests.Distributed;

/// <summary>nights up.</summary>
internal sealed class LocalSystem : RunningSystem
{
    private readonly ScratchFolder folder = ScratchFolder.Create("local");
    private NightsProgram? program;

    public string Objects => folder["data/objects"];

    public string Models => folder["data/models"];

    public override string Output => program?.Output ?? "";

    public static async Task<LocalSystem> Start(CancellationToken cancel)
    {
        var system = new LocalSystem();
        system.program = NightsProgram.Start(
            "Nights", ["up", "--data", system.folder["data"], "--port", $"{system.Public.Port}", "--operator-port", $"{system.Operators.Port}"], new Dictionary<string, string?>());
        await system.program.Says("Ready.", Patience, cancel);
        system.Key = (await File.ReadAllTextAsync(system.folder["data/secrets/cli-key"], cancel)).Trim();
        return system;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (program is { HasExited: false }) await program.Stop(TimeSpan.FromSeconds(60));
        if (program is not null) await program.DisposeAsync();
        await folder.DisposeAsync();
    }
}
