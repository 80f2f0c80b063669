using Nights.TestServers;

namespace Nights.IntegrationTests.Hosting;

public sealed class DiskObjectsTests : ObjectsContract
{
    private readonly ScratchFolder folder = ScratchFolder.Create("objects");

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await folder.DisposeAsync();
    }

    [Fact]
    public async Task A_put_that_is_broken_off_leaves_nothing()
    {
        await Should.ThrowAsync<IOException>(() => Objects.Put("torn", new BreakingStream(), "text/plain", Cancel));

        (await Objects.Exists("torn", Cancel)).ShouldBeFalse();
        Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories).ShouldBeEmpty();
        (await Objects.Put("torn", "whole"u8.ToArray(), "text/plain", Cancel)).ShouldBeTrue();
    }

    [Fact]
    public async Task Unfinished_objects_are_not_listed_and_cannot_be_reached_by_a_key()
    {
        await File.WriteAllTextAsync(folder["store/.unfinished/draft"], "half", Cancel);

        (await Objects.List("", Cancel).ToListAsync(Cancel)).ShouldBeEmpty();
        await Should.ThrowAsync<ArgumentException>(() => Objects.Get(".unfinished/draft", Cancel));
    }

    protected override Task<IReadOnlyDictionary<string, string?>> Settings() =>
        Task.FromResult<IReadOnlyDictionary<string, string?>>(new Dictionary<string, string?>
        {
            ["Objects:Kind"] = "disk",
            ["Objects:Folder"] = folder["store"],
        });

    /// <summary>Claims a megabyte and breaks after the first half.</summary>
    private sealed class BreakingStream : MemoryStream
    {
        private int given;

        public override long Length => 1 << 20;

        public override long Position { get; set; }

        public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken) => Copy(destination);

        private async Task Copy(Stream destination)
        {
            for (; given < Length / 2; given += 1 << 16) await destination.WriteAsync(new byte[1 << 16]);
            throw new IOException("The source broke.");
        }
    }
}
