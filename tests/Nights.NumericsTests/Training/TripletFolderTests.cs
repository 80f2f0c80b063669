using Nights.DreamSim.Triplets;

namespace Nights.NumericsTests.Training;

public sealed class TripletFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Pictures_of_a_group_are_read_once_whatever_their_role()
    {
        var set = TripletFolder.Open(PaintedSnapshot.Write(folder.Path, 8)).Read("train", 6, TestContext.Current.CancellationToken);

        set.Triplets.Count.ShouldBe(18);
        set.Groups.Count.ShouldBe(6);
        set.Pictures.Count.ShouldBe(18);
        set.Groups.ShouldAllBe(group => group.Pictures.Count == 3 && group.Triplets.Count == 3);
    }

    [Fact]
    public void Columns_are_found_by_name_and_without_groups_each_triplet_is_its_own()
    {
        PaintedSnapshot.Write(folder.Path, 1);
        File.WriteAllText(
            Path.Combine(folder.Path, "data.csv"),
            "split,id,votes,right_path,left_path,ref_path,right_vote\r\ntest,5,6,distort/000_0_1.png,distort/000_0_0.png,ref/000_0.png,1\r\n");

        var triplet = TripletFolder.Open(folder.Path).Read("test", 6, TestContext.Current.CancellationToken).Groups.ShouldHaveSingleItem();

        triplet.Key.ShouldBe("5");
        triplet.Triplets.ShouldHaveSingleItem().RightShare.ShouldBe(1);
    }

    [Theory]
    [InlineData("id,votes\n1,6\n", "lacks the column right_vote")]
    [InlineData("id,right_vote,votes,ref_path,left_path,right_path,split\n1,2,6,a,b,c,train\n", "right_vote is '2'")]
    [InlineData("id,right_vote,votes,ref_path,left_path,right_path,split\n1,1,six,a,b,c,train\n", "votes is 'six'")]
    [InlineData("id,right_vote,votes,ref_path,left_path,right_path,split\n1,1\n", "2 values for 7 columns")]
    [InlineData("id,right_vote,votes,ref_path,left_path,right_path,split\n1,1,6,a,b,c,train\n", "lacks the picture a")]
    [InlineData("id,right_vote,votes,ref_path,left_path,right_path,split\n1,1,6,../a,b,c,train\n", "outside of the snapshot: ../a")]
    [InlineData("id,right_vote,votes,ref_path,left_path,right_path,split\n1,1,6,a,b,c,test\n", "no triplets of split 'train'")]
    [InlineData("", "is empty")]
    public void A_damaged_table_is_refused_by_name(string table, string named)
    {
        File.WriteAllText(Path.Combine(folder.Path, "data.csv"), table);

        Should.Throw<InvalidDataException>(() => TripletFolder.Open(folder.Path).Read("train", 0, TestContext.Current.CancellationToken))
            .Message.ShouldContain(named);
    }
}
