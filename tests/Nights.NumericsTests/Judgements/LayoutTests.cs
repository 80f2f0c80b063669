using Nights.DreamSim.Judgements;
using Nights.DreamSim.Judgements.Layouts;
using Nights.DreamSim.Triplets;
using Nights.NumericsTests.Training;

namespace Nights.NumericsTests.Judgements;

public sealed class LayoutTests : IDisposable
{
    private static readonly LayoutOptions Default = new();
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Nights_has_the_references_splits_and_leaves_few_votes_out()
    {
        Table("data.csv", """
            is_imagenet,id,left_vote,right_vote,votes,ref_path,left_path,right_path,prompt,split
            True,1,0,1,6,ref/1.png,distort/1_1.png,distort/1_0.png,"a, b",test
            False,2,1,0,7,ref/2.png,distort/2_0.png,distort/2_1.png,c,test
            TRUE,3,1,0,5,ref/3.png,distort/3_0.png,distort/3_1.png,c,test
            false,4,1,0,6,ref/4.png,distort/4_0.png,distort/4_1.png,c,val
            True,5,1,0,6,ref/5.png,distort/5_0.png,distort/5_1.png,c,train
            """);
        foreach (var id in new[] { 1, 2, 4 })
            foreach (var (name, value) in new[] { ($"ref/{id}.png", 10), ($"distort/{id}_0.png", 11), ($"distort/{id}_1.png", 12) }) Png(name, (byte)(value + 20 * id));

        var set = (ForcedChoices)DatasetLayout.Read("nights", folder.Path, Default, Cancel);

        set.Count.ShouldBe(3);
        Parts(set).ShouldBe(["val 2", "test 0,1", "test_imagenet 0", "test_no_imagenet 1"]);
        var first = set.Choices[0];
        new[] { first.Reference, first.Left, first.Right }.Select(i => Path.GetFileName(set.Pictures[i])).ShouldBe(["1.png", "1_1.png", "1_0.png"], "sides follow the columns, not the names");
        set.Choices.Select(choice => choice.RightShare).ShouldBe([1, 0, 0]);
        Read("nights", new() { Splits = ["test_imagenet"] }).Count.ShouldBe(1);
        Refused("nights", new() { Splits = ["dev"] }, "no triplets of split 'dev' with at least 6 votes; it has test (3), val (1), train (1)");
    }

    [Fact]
    public void A_snapshot_is_its_test_split_by_painting()
    {
        PaintedSnapshot.Write(folder.Path, 8);

        var set = Read("snapshot");

        (set.Count, set.Groups.Distinct().Count()).ShouldBe((6, 2));
        set.Pictures.Count.ShouldBe(6, "three pictures a painting, each in every role");
        Parts(set).ShouldBe(["test 0,1,2,3,4,5"]);
    }

    [Fact]
    public void A_category_that_is_neither_true_nor_false_is_refused()
    {
        Table("data.csv", "id,right_vote,votes,ref_path,left_path,right_path,split,is_imagenet\n1,1,6,a,b,c,test,maybe\n");

        Refused("nights", Default, "is_imagenet is 'maybe'");
    }

    [Theory]
    [InlineData("")]
    [InlineData("dataset/2afc/val")]
    public void Bapps_is_found_by_its_folders_and_scored_over_all_and_by_kind(string below)
    {
        foreach (var (kind, stem, judged) in new[] { ("cnn", "000000", 0.2), ("traditional", "000000", 1), ("traditional", "000001", 0.6) })
        {
            var root = Path.Combine(folder.Path, below, kind);
            foreach (var (role, i) in new[] { ("ref", 1), ("p0", 2), ("p1", 3) }) SmallPictures.Png(Path.Combine(root, role, $"{stem}.png"), (byte)i);
            Bytes(Path.Combine(root, "judge", $"{stem}.npy"), SmallPictures.Npy(judged, "<f4"));
        }

        var set = (ForcedChoices)Read("bapps");

        Parts(set).ShouldBe(["all 0,1,2", "cnn 0", "traditional 1,2"]);
        set.Choices.Select(choice => Math.Round(choice.RightShare, 6)).ShouldBe([0.2, 1, 0.6]);
        var last = set.Choices[2];
        new[] { last.Reference, last.Left, last.Right }.Select(i => Path.GetRelativePath(Path.Combine(folder.Path, below), set.Pictures[i])).ShouldBe(
            ["traditional/ref/000001.png", "traditional/p0/000001.png", "traditional/p1/000001.png"]);
    }

    [Fact]
    public void Bapps_with_something_missing_is_refused()
    {
        Refused("bapps", Default, "is not laid out as BAPPS");
        Directory.CreateDirectory(Path.Combine(folder.Path, "cnn", "judge"));
        Refused("bapps", Default, "has no judgements");
        Bytes(Path.Combine(folder.Path, "cnn", "judge", "000007.npy"), SmallPictures.Npy(2));
        Refused("bapps", Default, "says 2; a share of people is 0 to 1");
        Bytes(Path.Combine(folder.Path, "cnn", "judge", "000007.npy"), SmallPictures.Npy(1));
        Refused("bapps", Default, "There is no picture folder");
        Png("cnn/ref/000008.png", 1);
        Refused("bapps", Default, "lacks a picture 000007");
    }

    [Fact]
    public void Flashed_patches_of_bapps_are_pairs()
    {
        foreach (var (stem, same) in new[] { ("0", 0.0), ("1", 2 / 3.0) })
        {
            foreach (var role in new[] { "p0", "p1" }) Png($"jnd/val/cnn/{role}/{stem}.png", 1);
            Bytes(Path.Combine(folder.Path, "jnd/val/cnn/same", $"{stem}.npy"), SmallPictures.Npy(same));
        }

        var set = (SamenessVotes)Read("bapps-jnd");

        set.Votes.Select(vote => vote.SameShare).ShouldBe([0, 2 / 3.0]);
        File.WriteAllBytes(Path.Combine(folder.Path, "jnd/val/cnn/same", "1.npy"), SmallPictures.Npy(0));
        Refused("bapps-jnd", Default, "Nobody called any pair");
    }

    [Fact]
    public void Flashed_pairs_of_a_snapshot_are_read_by_column_name()
    {
        Table("jnd.csv", "id,pair,ref_path,candidate_path,same,judgements,similarity,split\n4,A,r.png,a.png,3,4,0.75,test\n4,B,r.png,b.png,0,4,0,test\n9,A,r.png,a.png,1,1,1,val\n");
        foreach (var (name, value) in new[] { ("r.png", 1), ("a.png", 2), ("b.png", 3) }) Png(name, (byte)value);

        var set = (SamenessVotes)Read("jnd");

        set.Votes.ShouldBe([new(0, 1, 0.75), new(0, 2, 0), new(0, 1, 1)]);
        set.Groups.ShouldBe(["4", "4", "9"]);
        Parts(set).ShouldBe(["all 0,1,2"]);
        Parts(Read("jnd", new() { Splits = ["val", "test"] })).ShouldBe(["val 2", "test 0,1"], "parts in the order asked for, items in the table's");
        Refused("jnd", new() { Splits = ["train"] }, "no pair of split 'train' that anybody called the same");
    }

    [Fact]
    public void Another_table_of_pairs_is_read_when_its_columns_are_named()
    {
        Table("votes.csv", "left,right,share\nr.png,a.png,0.5\n");
        Png("r.png", 1);
        Png("a.png", 2);
        var path = Path.Combine(folder.Path, "votes.csv");
        var columns = JndColumns.Parse("first=left, second=right, same=share");

        var set = (SamenessVotes)DatasetLayout.Read("jnd", path, new() { Columns = columns }, Cancel);

        set.Votes.ShouldBe([new(0, 1, 0.5)]);
        set.Groups.ShouldBe(["r.png"]);
        Should.Throw<InvalidDataException>(() => DatasetLayout.Read("jnd", path, Default, Cancel)).Message.ShouldContain("lacks the column ref_path, candidate_path, similarity; it has left, right, share");
        Should.Throw<FormatException>(() => JndColumns.Parse("third=x")).Message.ShouldContain("'third=x' names no column");
    }

    [Fact]
    public void Things_are_three_names_a_line_the_odd_one_last()
    {
        Table("things_valset.txt", "cat dog  car\n\ndog cat tree\n");
        foreach (var (name, i) in new[] { ("cat", 1), ("dog", 2), ("car", 3), ("tree", 4) }) Png($"images/{name}.png", (byte)i);

        var set = (OddOneOuts)Read("things");

        set.Triples.ShouldBe([new(0, 1, 2), new(1, 0, 3)]);
        Table("things_valset.txt", "cat dog car\ncat dog\n");
        Refused("things", Default, "line 2: 2 names");
        Table("things_valset.txt", "cat dog boat\n");
        Refused("things", Default, "lacks a picture boat");
    }

    [Fact]
    public void Tid2013_is_found_in_whatever_case()
    {
        SmallPictures.Bmp(Path.Combine(folder.Path, "reference_images", "I01.BMP"), 200, 100, 50);
        SmallPictures.Bmp(Path.Combine(folder.Path, "reference_images", "i25.bmp"), 1, 2, 3);
        foreach (var name in new[] { "i01_01_1.bmp", "I01_24_5.bmp", "i25_01_2.BMP" }) SmallPictures.Bmp(Path.Combine(folder.Path, "distorted_images", name), 9, 9, 9);
        Table("mos_with_names.txt", "5.51429 I01_01_1.bmp\n2.1 i01_24_5.bmp\n4 I25_01_2.bmp\n");

        var set = (QualityOpinions)Read("tid2013");

        set.Opinions.ShouldBe([new(0, 1, 5.51429), new(0, 2, 2.1), new(3, 4, 4)]);
        Parts(set).ShouldBe(["all 0,1,2", "kind 01 0,2", "kind 24 1"]);
        set.Groups.Distinct().Count().ShouldBe(2);
        PictureFile.Read(set.Pictures[0]).Bytes[..3].ToArray().ShouldBe([200, 100, 50], "bitmaps are decoded");
        Table("mos_with_names.txt", "good I01_01_1.bmp\n");
        Refused("tid2013", Default, "line 1: 'good I01_01_1.bmp' is no opinion");
        Table("mos_with_names.txt", "5 I01.bmp\n");
        Refused("tid2013", Default, "REFERENCE_KIND_LEVEL");
        Table("mos_with_names.txt", "5 I01_01_9.bmp\n");
        Refused("tid2013", Default, "lacks the picture I01_01_9.bmp");
    }

    [Fact]
    public void Kadid_is_read_by_column_name()
    {
        foreach (var name in new[] { "I01.png", "I01_01_01.png", "I01_02_05.png" }) Png($"images/{name}", 1);
        Table("dmos.csv", "var,dmos,ref_img,dist_img\n0.4,4.57,I01.png,I01_01_01.png\n0.2,1.2,I01.png,I01_02_05.png\n");

        var set = (QualityOpinions)Read("kadid10k");

        set.Opinions.ShouldBe([new(0, 1, 4.57), new(0, 2, 1.2)]);
        Parts(set).ShouldBe(["all 0,1", "kind 01 0", "kind 02 1"]);
        Table("dmos.csv", "dist_img,ref_img,mos\nI01_01_01.png,I01.png,1\n");
        Refused("kadid10k", Default, "lacks the column dmos; it has dist_img, ref_img, mos");
        Table("dmos.csv", "dist_img,ref_img,dmos\nI01_01_01.png,I01.png,good\n");
        Refused("kadid10k", Default, "record 2: dmos is 'good'; it must be a number.");
        Table("dmos.csv", "dist_img,ref_img,dmos\nI01_01_01.png,I01.png,1\n");
        Refused("kadid10k", Default, "has 1 opinions; a correlation needs at least 2");
        File.Delete(Path.Combine(folder.Path, "dmos.csv"));
        Refused("kadid10k", Default, "There is no table");
    }

    [Fact]
    public void Folders_are_labels()
    {
        foreach (var name in new[] { "cat/1.png", "cat/2.png", "dog/1.png" }) Png(name, 1);
        File.WriteAllText(Path.Combine(folder.Path, "dog", "notes.txt"), "no picture");

        Read("retrieval").Count.ShouldBe(3);
        Directory.Delete(Path.Combine(folder.Path, "dog"), recursive: true);
        Refused("retrieval", Default, "at least two folders with pictures");
    }

    [Fact]
    public void A_layout_that_is_not_known_is_refused_with_those_that_are() =>
        Should.Throw<ArgumentException>(() => Read("pieapp")).Message.ShouldContain("nights, snapshot, jnd, bapps, bapps-jnd, things, tid2013, kadid10k, retrieval");

    private JudgementSet Read(string layout, LayoutOptions? options = null) => DatasetLayout.Read(layout, folder.Path, options ?? Default, Cancel);

    private void Refused(string layout, LayoutOptions options, string named) => Should.Throw<InvalidDataException>(() => Read(layout, options)).Message.ShouldContain(named);

    private static IEnumerable<string> Parts(JudgementSet set) => set.Parts.Select(part => $"{part.Name} {string.Join(',', part.Items)}");

    private void Table(string name, string text) => File.WriteAllText(Path.Combine(folder.Path, name), text);

    private void Png(string name, byte value) => SmallPictures.Png(Path.Combine(folder.Path, name), value);

    private static void Bytes(string path, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
    }
}
