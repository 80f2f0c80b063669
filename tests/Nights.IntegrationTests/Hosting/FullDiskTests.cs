using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Nights.Hosting;
using Nights.Hosting.Objects;
using Nights.TestServers;

namespace Nights.IntegrationTests.Hosting;

/// <summary>A file system of two megabytes, which needs root to be mounted: another user runs the test in a user namespace, where they are.</summary>
public sealed class FullDiskTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_full_disk_keeps_what_it_has_and_nothing_of_what_did_not_fit()
    {
        await using var folder = ScratchFolder.Create("full");
        if (!Environment.IsPrivilegedProcess)
        {
            await ServerProcess.Run(folder, "unshare",
                ["--user", "--map-root-user", "--mount", Environment.ProcessPath!, "-method", $"{typeof(FullDiskTests).FullName}.{nameof(A_full_disk_keeps_what_it_has_and_nothing_of_what_did_not_fit)}"]);
            return;
        }

        Directory.CreateDirectory(folder["disk"]);
        await ServerProcess.Run(folder, "mount", ["-t", "tmpfs", "-o", "size=2m", "tmpfs", folder["disk"]]);
        using var host = await Store(folder["disk/store"]);
        var objects = host.Services.GetRequiredService<IObjects>();
        var (fits, doesNot) = (new byte[1_000_000], new byte[3_000_000]);
        await objects.Put("fits", fits, "application/octet-stream", Cancel);

        var fault = await Should.ThrowAsync<ObjectStoreFullException>(() => objects.Put("a/too-large", doesNot, "application/octet-stream", Cancel));
        await Should.ThrowAsync<ObjectStoreFullException>(() => objects.Put("too-large", new MemoryStream(doesNot), "application/octet-stream", Cancel));

        fault.Message.ShouldContain(folder["disk/store"]);
        fault.Message.ShouldContain("'a/too-large' with 3000000 bytes");
        (await objects.List("", Cancel).ToListAsync(Cancel)).ShouldBe(["fits"]);
        (await objects.Get("fits", Cancel)).ShouldBe(fits);
        (await objects.Put("a/too-large", "small now"u8.ToArray(), "text/plain", Cancel)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_stops_the_start()
    {
        var fault = await Should.ThrowAsync<InvalidOperationException>(() => Store("/proc/nights/store"));

        fault.Message.ShouldContain("/proc/nights/store");
        fault.Message.ShouldContain("Objects:Folder");
    }

    private static async Task<IHost> Store(string folder)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Objects:Kind"] = "disk", ["Objects:Folder"] = folder });
        builder.AddNightsHosting();
        var host = builder.Build();
        await host.StartAsync(Cancel);
        return host;
    }
}
