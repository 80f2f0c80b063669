using System.Text;
using Nights.Datasets.Reading;
using Nights.Datasets.Rows;
using Nights.Datasets.Writing;

namespace Nights.Tests.Datasets;

public sealed class SnapshotVerificationTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_missing_file_is_found()
    {
        using var folder = await Written();
        File.Delete(folder.File("ref/000/991.png"));
        (await Only(folder)).ShouldBe(new SnapshotProblem("ref/000/991.png", SnapshotDamage.Missing, "is missing."));
    }

    [Fact]
    public async Task A_file_too_many_is_found_hidden_ones_too()
    {
        using var folder = await Written();
        await File.WriteAllTextAsync(folder.File("ref/.stray"), "x", Cancel);
        (await Only(folder)).ShouldBe(new SnapshotProblem("ref/.stray", SnapshotDamage.Extra, "is not in the manifest."));
    }

    [Fact]
    public async Task A_file_cut_short_is_found()
    {
        using var folder = await Written();
        await File.WriteAllTextAsync(folder.File("LICENSE"), "x", Cancel);
        var problem = await Only(folder);
        (problem.Path, problem.Kind).ShouldBe(("LICENSE", SnapshotDamage.WrongSize));
        problem.Message.ShouldStartWith("has 1 bytes; the manifest says ");
    }

    [Fact]
    public async Task One_bit_flipped_is_found()
    {
        using var folder = await Written();
        var bytes = await File.ReadAllBytesAsync(folder.File("distort/001/002_1.png"), Cancel);
        bytes[3] ^= 1;
        await File.WriteAllBytesAsync(folder.File("distort/001/002_1.png"), bytes, Cancel);
        var problem = await Only(folder);
        (problem.Path, problem.Kind).ShouldBe(("distort/001/002_1.png", SnapshotDamage.WrongHash));
    }

    [Fact]
    public async Task A_row_without_a_picture_is_found()
    {
        using var folder = await Written();
        var csv = await File.ReadAllTextAsync(folder.File("data.csv"), Cancel);
        await File.WriteAllTextAsync(folder.File("data.csv"), csv.Replace("ref/000/990.png", "ref/000/001.png", StringComparison.Ordinal), Cancel);
        var problems = await SnapshotFolder.Verify(folder.Path, null, Cancel);
        problems.Select(problem => (problem.Path, problem.Kind)).ShouldBe([("data.csv", SnapshotDamage.WrongHash), ("data.csv", SnapshotDamage.RowWithoutPicture)]);
        problems[1].Message.ShouldBe("row 990 names ref/000/001.png, which the manifest does not list.");
    }

    [Fact]
    public async Task A_snapshot_without_a_manifest_was_never_finished()
    {
        using var folder = await Written();
        File.Delete(folder.File("manifest.json"));
        (await Only(folder)).Kind.ShouldBe(SnapshotDamage.Missing);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("{\"name\":\"x\"}")]
    public async Task A_manifest_that_is_none_is_found(string json)
    {
        using var folder = await Written();
        await File.WriteAllTextAsync(folder.File("manifest.json"), json, Cancel);
        (await Only(folder)).Kind.ShouldBe(SnapshotDamage.Unreadable);
    }

    [Fact]
    public async Task A_manifest_that_points_outside_is_not_followed()
    {
        using var folder = await Written();
        var json = await File.ReadAllTextAsync(folder.File("manifest.json"), Cancel);
        await File.WriteAllTextAsync(folder.File("manifest.json"), json.Replace("\"LICENSE\"", "\"../../etc/passwd\"", StringComparison.Ordinal), Cancel);
        (await Only(folder)).Message.ShouldContain("not a path inside the snapshot");
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_named() =>
        (await Should.ThrowAsync<DirectoryNotFoundException>(async () => await SnapshotFolder.Verify("/nowhere/at/all", null, Cancel)))
            .Message.ShouldContain("/nowhere/at/all");

    [Fact]
    public void A_folder_without_rows_is_refused()
    {
        using var folder = new TemporaryFolder();
        Should.Throw<DatasetFormatException>(() => SnapshotFolder.Open(folder.Path)).Message.ShouldContain("holds no data.csv");
    }

    [Fact]
    public void Nights_as_published_opens_without_a_manifest()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("data.csv"), "id,left_vote,right_vote,votes,ref_path,left_path,right_path,split,is_imagenet\n7,0.0,1.0,6,ref/a.png,distort/a_0.png,distort/a_1.png,val,True\n", Encoding.UTF8);
        var snapshot = SnapshotFolder.Open(folder.Path);
        snapshot.Manifest.ShouldBeNull();
        snapshot.Rows.ShouldHaveSingleItem().IsImageNet.ShouldBeTrue();
    }

    private static async Task<TemporaryFolder> Written()
    {
        var folder = new TemporaryFolder();
        await SnapshotFiles.Write(A.Snapshot(), A.Picture, new FolderSink(folder.Path), null, Cancel);
        return folder;
    }

    private static async Task<SnapshotProblem> Only(TemporaryFolder folder) =>
        (await SnapshotFolder.Verify(folder.Path, null, Cancel)).ShouldHaveSingleItem();
}
