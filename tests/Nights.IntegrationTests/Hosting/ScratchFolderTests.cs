using System.Diagnostics;
using Nights.TestServers;

namespace Nights.IntegrationTests.Hosting;

/// <summary>The tests' own housekeeping: what it leaves behind, the next run would trip over.</summary>
public sealed class ScratchFolderTests
{
    [Fact]
    public async Task A_folder_goes_with_all_that_runs_in_it()
    {
        var folder = ScratchFolder.Create("housekeeping");
        var parent = ServerProcess.Start(folder, "sh", ["-c", "sleep 300 & echo $!; wait"]);
        while (parent.Lines.Count is 0) await Task.Delay(20, TestContext.Current.CancellationToken);
        var child = int.Parse(parent.Lines.First());
        IsRunning(child).ShouldBeTrue();

        await folder.DisposeAsync();

        Directory.Exists(folder.Path).ShouldBeFalse();
        File.Exists($"{folder.Path}.processes").ShouldBeFalse();
        IsRunning(child).ShouldBeFalse();
        IsRunning(parent.Id).ShouldBeFalse();
    }

    private static bool IsRunning(int pid) =>
        File.Exists($"/proc/{pid}/stat") && !File.ReadAllText($"/proc/{pid}/stat").Contains(") Z ", StringComparison.Ordinal)
        && Process.GetProcessById(pid).HasExited is false;
}
