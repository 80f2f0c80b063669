using System.Text;
using Nights.Datasets.Reading;
using Nights.Datasets.Rows;
using Nights.Datasets.Writing;
using Nights.Domain.Snapshots;
using Nights.Domain.Voting;

namespace Nights.Tests.Datasets;

public sealed class SnapshotFilesTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_snapshot_written_to_a_folder_reads_back_and_verifies()
    {
        using var folder = new TemporaryFolder();
        var content = A.Snapshot();
        var written = await SnapshotFiles.Write(content, A.Picture, new FolderSink(folder.Path), null, Cancel);

        (await SnapshotFolder.Verify(folder.Path, null, Cancel)).ShouldBeEmpty();
        var snapshot = SnapshotFolder.Open(folder.Path);
        snapshot.Manifest!.ToJson().ShouldBe(written.Manifest.ToJson());
        snapshot.Rows.Count.ShouldBe(30);
        var row = snapshot.Rows.Single(row => row.Id == 1001);
        (row.RefPath, row.LeftPath, row.RightPath).ShouldBe(("ref/001/001.png", "distort/001/001_0.png", "distort/001/001_1.png"));
        (row.LeftVote, row.RightVote, row.Votes, row.Round, row.Group).ShouldBe((0, 1, 6, 5, 333));
        row.Prompt.ShouldBe("An image of a \"1001\", painted");
        var reference = await File.ReadAllBytesAsync(snapshot.Picture(row.RefPath), Cancel);
        reference.ShouldBe((await A.Picture(A.Triplet(1001).ReferenceSha256, Cancel)).ToArray());
    }

    [Fact]
    public async Task Shuffled_triplets_give_the_same_bytes()
    {
        var (straight, shuffled) = (new MemorySink(), new MemorySink());
        var content = A.Snapshot();
        var triplets = content.Triplets.ToArray();
        new Random(3).Shuffle(triplets);
        var first = await SnapshotFiles.Write(content, A.Picture, straight, null, Cancel);
        var second = await SnapshotFiles.Write(content with { Triplets = triplets }, A.Picture, shuffled, null, Cancel);

        second.ManifestSha256.ShouldBe(first.ManifestSha256);
        shuffled.Files.Keys.Order().ShouldBe(straight.Files.Keys.Order());
        foreach (var (path, bytes) in straight.Files) shuffled.Files[path].ShouldBe(bytes, path);
    }

    [Fact]
    public async Task The_manifest_comes_last_and_lists_every_other_file()
    {
        var sink = new MemorySink();
        var written = await SnapshotFiles.Write(A.Snapshot(), A.Picture, sink, null, Cancel);
        sink.Order[^1].ShouldBe("manifest.json");
        written.Manifest.Files.Select(file => file.Path).ShouldBe(sink.Files.Keys.Where(path => path != "manifest.json").Order(StringComparer.Ordinal));
        written.Manifest.Counts.ShouldBe(new SnapshotCounts(30, written.Manifest.Counts.Train, written.Manifest.Counts.Val, written.Manifest.Counts.Test, 10, 180));
        (written.Manifest.Counts.Train + written.Manifest.Counts.Val + written.Manifest.Counts.Test).ShouldBe(30);
    }

    [Fact]
    public async Task The_sums_are_in_the_form_that_sha256sum_checks()
    {
        var sink = new MemorySink();
        var written = await SnapshotFiles.Write(A.Snapshot(), A.Picture, sink, null, Cancel);
        var lines = Encoding.UTF8.GetString(sink.Files["SHA256SUMS"]).Split('\n')[..^1];
        lines.ShouldBe(written.Manifest.Files.Where(file => file.Path != "SHA256SUMS").Select(file => $"{file.Sha256}  {file.Path}"));
    }

    [Fact]
    public async Task A_picture_is_fetched_once_however_many_triplets_show_it()
    {
        var fetched = 0;
        await SnapshotFiles.Write(
            A.Snapshot(),
            (hash, cancel) =>
            {
                Interlocked.Increment(ref fetched);
                return A.Picture(hash, cancel);
            },
            new MemorySink(), null, Cancel);
        fetched.ShouldBe(30);
    }

    [Fact]
    public async Task A_build_that_was_cut_off_can_be_repeated_into_the_same_folder()
    {
        using var folder = new TemporaryFolder();
        var left = 40;
        var cut = await Should.ThrowAsync<IOException>(() => SnapshotFiles.Write(
            A.Snapshot(), (hash, cancel) => Interlocked.Decrement(ref left) > 20 ? A.Picture(hash, cancel) : throw new IOException("the store went away"),
            new FolderSink(folder.Path), null, Cancel));
        cut.Message.ShouldBe("the store went away");
        File.Exists(folder.File("manifest.json")).ShouldBeFalse();

        await SnapshotFiles.Write(A.Snapshot(), A.Picture, new FolderSink(folder.Path), null, Cancel);
        (await SnapshotFolder.Verify(folder.Path, null, Cancel)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_that_is_there_is_never_changed()
    {
        using var folder = new TemporaryFolder();
        await SnapshotFiles.Write(A.Snapshot(), A.Picture, new FolderSink(folder.Path), null, Cancel);
        var refused = await Should.ThrowAsync<IOException>(() =>
            SnapshotFiles.Write(A.Snapshot() with { Mark = 9 }, A.Picture, new FolderSink(folder.Path), null, Cancel));
        refused.Message.ShouldContain("a snapshot never changes");
    }

    [Fact]
    public async Task A_picture_that_is_not_what_its_hash_says_stops_the_build()
    {
        var sink = new MemorySink();
        var refused = await Should.ThrowAsync<InvalidDataException>(() => SnapshotFiles.Write(
            A.Snapshot(), (_, _) => Task.FromResult<ReadOnlyMemory<byte>>("other"u8.ToArray()), sink, null, Cancel));
        refused.Message.ShouldContain("changed where it is stored");
        sink.Files.ShouldNotContainKey("manifest.json");
    }

    [Fact]
    public async Task Two_triplets_of_one_number_are_refused()
    {
        var content = A.Snapshot() with { Triplets = [A.Triplet(4), A.Triplet(4)] };
        var refused = await Should.ThrowAsync<InvalidDataException>(() => SnapshotFiles.Write(content, A.Picture, new MemorySink(), null, Cancel));
        refused.Message.ShouldBe("Two triplets have the number 4.");
    }

    [Fact]
    public async Task A_triplet_nobody_agreed_on_is_refused()
    {
        var content = A.Snapshot() with { Triplets = [A.Triplet(4) with { Winner = Variation.A, WinnerVotes = 3, Votes = 6 }] };
        (await Should.ThrowAsync<InvalidDataException>(() => SnapshotFiles.Write(content, A.Picture, new MemorySink(), null, Cancel)))
            .Message.ShouldContain("3 of 6 votes");
    }

    [Fact]
    public async Task Triplets_of_one_painting_share_a_split()
    {
        var sink = new MemorySink();
        await SnapshotFiles.Write(A.Snapshot(300), A.Picture, sink, null, Cancel);
        var rows = NightsCsv.Read(new MemoryStream(sink.Files["data.csv"]));
        rows.Select(row => row.Split).Distinct().Count().ShouldBe(3);
        rows.GroupBy(row => row.Group).ShouldAllBe(group => group.Select(row => row.Split).Distinct().Count() == 1);
    }

    [Fact]
    public async Task A_path_outside_the_snapshot_is_refused()
    {
        using var folder = new TemporaryFolder();
        await Should.ThrowAsync<ArgumentException>(() => new FolderSink(folder.Path).Put("../escaped", new byte[1], Cancel));
    }
}
