using System.Net;
using System.Net.Sockets;
using Nights.TestServers;

namespace Nights.FaultTests.Local;

/// <summary>What keeps a local host from starting is said in one sentence with the mend, and nothing is left running.</summary>
public sealed class RefusedStartTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_taken_port_is_named_with_the_option_that_gives_another()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        await using var folder = ScratchFolder.Create("refused");

        var said = await Refused(folder["data"], ["--operator-port", $"{port}", "--port", $"{Loopback.FreePort()}"]);

        said.ShouldContain($"nights: Port {port} is taken by another program; give another with --operator-port PORT.");
    }

    [Fact]
    public async Task Without_PostgreSQL_the_command_that_installs_it_is_named()
    {
        await using var folder = ScratchFolder.Create("refused");
        var said = await Refused(folder["data"], Ports(), new() { ["NIGHTS_POSTGRES_BIN"] = folder["nowhere"] });
        said.ShouldContain("needs a PostgreSQL server");
        said.ShouldContain("apt-get install --no-install-recommends postgresql");
    }

    [Fact]
    public async Task A_second_host_on_the_folder_is_told_who_has_it_and_the_first_goes_on()
    {
        await using var host = await LocalHostProcess.Start(Cancel);

        var said = await Refused(host.Data, Ports());

        said.ShouldContain("is in use by the host with process id");
        said.ShouldContain($"http://localhost:{host.Port}/");
        (await host.Get("campaigns", Cancel)).GetArrayLength().ShouldBe(0);
        (await host.Stop()).ShouldBe(0, host.Output);
    }

    [Fact]
    public async Task A_truncated_model_is_named_and_the_folder_starts_without_it()
    {
        await using var host = await LocalHostProcess.Start(Cancel);
        (await host.Stop()).ShouldBe(0, host.Output);
        var model = Directory.GetDirectories(Path.Combine(host.Data, "models")).Single();
        var unet = Path.Combine(model, "unet", "model.onnx");
        var copy = host.Data + "-model";
        CopyFolder(model, copy);
        await using (var file = File.OpenWrite(Path.Combine(copy, "unet", "model.onnx"))) file.SetLength(new FileInfo(unet).Length / 2);

        var said = await Refused(host.Data, [.. Ports(), "--model", copy]);

        said.ShouldContain("model.onnx");
        said.ShouldNotContain("   at ");
        await host.StartAgain(Cancel);
    }

    private static string[] Ports() => ["--port", $"{Loopback.FreePort()}", "--operator-port", $"{Loopback.FreePort()}"];

    private static async Task<string> Refused(string data, string[] options, Dictionary<string, string?>? environment = null)
    {
        await using var program = NightsProgram.Start("Nights", ["up", "--data", data, .. options], environment ?? []);
        (await program.Exit(Patience, Cancel)).ShouldBe(1, program.Output);
        return program.Output;
    }

    private static void CopyFolder(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
