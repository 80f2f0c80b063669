using System.Net.Sockets;
using Nights.Diffusion.Models;
using Nights.DreamSim.Native;
using Nights.Local.Commands;

namespace Nights.Local.Health;

/// <summary>Everything the doctor looks at, in the order in which the local host would miss it.</summary>
internal static class Examination
{
    private static readonly string[] Browsers = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    /// <param name="dataFolder">The folder a host would use.</param>
    /// <param name="cancel">Stops looking.</param>
    public static async Task<IReadOnlyList<Finding>> Run(string dataFolder, CancellationToken cancel) =>
    [
        await Look("PostgreSQL server", needed: true, async () =>
        {
            var binaries = await PostgresBinaries.Find(major: null, cancel);
            return $"{binaries.Major} in {binaries.Folder}, runs as {ServerUser.Choose() ?? Environment.UserName}";
        }),
        await Look("data folder", needed: true, () => Task.FromResult(Writable(dataFolder))),
        await Look("port 8080", needed: false, () => Task.FromResult(Port(8080, "--port", dataFolder))),
        await Look("port 8081", needed: false, () => Task.FromResult(Port(8081, "--operator-port", dataFolder))),
        await Look("ONNX Runtime", needed: true, () => Task.FromResult($"{RuntimeOptions.RuntimeVersion} loads")),
        await Look("TorchSharp", needed: true, () => Task.FromResult($"loads, computes on {new ComputeOptions().Open()}")),
        .. await Elsewhere(cancel),
        await Look("Chromium", needed: false, () => Task.FromResult(Browser())),
    ];

    private static async Task<Finding> Look(string name, bool needed, Func<Task<string>> look)
    {
        try
        {
            return new Finding(name, Ok: true, needed, await look());
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // A library that does not load fails inside a type's initialiser.
            while (fault is TypeInitializationException { InnerException: { } cause }) fault = cause;
            return new Finding(name, Ok: false, needed, Faults.Sentence(fault));
        }
    }

    private static string Writable(string folder)
    {
        var there = new DirectoryInfo(folder);
        while (!there.Exists) there = there.Parent ?? throw new CommandFailedException($"No folder above '{folder}' exists; give another with --data.");
        var probe = Path.Combine(there.FullName, $".nights-{Guid.CreateVersion7():N}");
        File.WriteAllBytes(probe, []);
        File.Delete(probe);
        var free = new DriveInfo(there.FullName).AvailableFreeSpace / (1L << 30);
        return $"{folder} can be written, {free} GiB free";
    }

    private static string Port(int port, string option, string dataFolder)
    {
        if (HostFile.Read(dataFolder) is { } host && (host.PublicUrl.Port == port || host.OperatorUrl.Port == port))
            return $"the host of {dataFolder} (process id {host.Pid}) listens there";
        LoopbackPort.Check(port, option);
        return "free";
    }

    /// <summary>Servers of a distributed system, where the environment names them.</summary>
    private static async Task<IReadOnlyList<Finding>> Elsewhere(CancellationToken cancel)
    {
        var findings = new List<Finding>();
        if (Setting("Bus__Uri") is { } broker) findings.Add(await Look("broker", needed: true, () => Reach(broker, "Bus__Uri", 5672, cancel)));
        if (Setting("Objects__Endpoint") is { } store) findings.Add(await Look("object store", needed: true, () => Reach(store, "Objects__Endpoint", 80, cancel)));
        return findings;
    }

    private static string? Setting(string name) =>
        (Environment.GetEnvironmentVariable($"NIGHTS__{name}") ?? Environment.GetEnvironmentVariable(name)) is { Length: > 0 } value ? value : null;

    private static async Task<string> Reach(string address, string setting, int standardPort, CancellationToken cancel)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri)) throw new CommandFailedException($"{setting} is no address.");
        var port = uri.Port > 0 ? uri.Port : standardPort;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(TimeSpan.FromSeconds(5));
        using var connection = new TcpClient();
        try
        {
            await connection.ConnectAsync(uri.Host, port, limit.Token);
            return $"{uri.Host}:{port} answers";
        }
        catch (Exception fault) when (fault is SocketException || (fault is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            throw new CommandFailedException($"{uri.Host}:{port} ({setting}) does not answer. Start it, or mend the address.", fault);
        }
    }

    private static string Browser() =>
        Browsers.Select(name => Path.Combine("/usr/bin", name)).FirstOrDefault(File.Exists)
        ?? throw new CommandFailedException("not installed; only the browser tests need it: apt-get install --no-install-recommends chromium");
}
