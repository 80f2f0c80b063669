using System.Globalization;
using System.Text;
using FsCheck.Xunit;
using Nights.Datasets.Rows;
using Nights.Domain.Snapshots;

namespace Nights.Tests.Datasets;

public sealed class NightsCsvTests
{
    private const string Good = "1,1,0,6,ref/a.png,l.png,r.png,train,True,An image,4,5";

    [Property]
    public void Rows_read_back_to_themselves(int[] ids, string? prompt)
    {
        var text = (prompt ?? "").ReplaceLineEndings("\n").Replace("\0", "", StringComparison.Ordinal);
        if (text.Any(char.IsSurrogate) || text.Contains('\r', StringComparison.Ordinal)) return;
        var rows = ids.Select(id => Math.Abs((long)id) % int.MaxValue).Distinct().Order().Select(id => Row((int)id) with { Prompt = text }).ToList();
        NightsCsv.Read(new MemoryStream(NightsCsv.Write(rows))).ShouldBe(rows);
    }

    [Fact]
    public void The_bytes_do_not_depend_on_order_or_culture()
    {
        var before = CultureInfo.CurrentCulture;
        var rows = Enumerable.Range(0, 20).Select(id => Row(id) with { LeftVote = 0.5, RightVote = 0.5 }).ToList();
        var bytes = NightsCsv.Write(rows);
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
            NightsCsv.Write(Enumerable.Reverse(rows)).ShouldBe(bytes);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        Encoding.UTF8.GetString(bytes).Split('\n')[1].ShouldBe("0,0.5,0.5,6,ref/000/000.png,distort/000/000_0.png,distort/000/000_1.png,train,False,,0,1");
    }

    [Fact]
    public void Columns_are_found_by_name_in_any_order_with_a_mark_and_carriage_returns()
    {
        var text = "\uFEFFsplit,right_path,left_path,ref_path,votes,right_vote,left_vote,id\r\nval,r.png,l.png,ref.png,7.0,1,0,000003\r\n\r\n";
        var row = Read(text).ShouldHaveSingleItem();
        (row.Id, row.Votes, row.RightVote, row.Split, row.RefPath, row.Group).ShouldBe((3, 7, 1, Split.Val, "ref.png", 3));
    }

    [Fact]
    public void Columns_of_variations_are_there_when_a_row_has_one_and_read_back()
    {
        var shift = new RowVariation("colour", "labShift", "0.25");
        List<NightsRow> rows = [Row(1) with { Left = shift, Right = new RowVariation("pose+layout", "promptBlend+lowBandSwap", "0.5+1") }, Row(2), Row(3) with { Right = shift }];
        var bytes = NightsCsv.Write(rows);
        var lines = Encoding.UTF8.GetString(bytes).Split('\n');
        lines[0].ShouldBe("id,left_vote,right_vote,votes,ref_path,left_path,right_path,split,is_imagenet,prompt,group,round,left_dimension,left_operator,left_level,right_dimension,right_operator,right_level");
        lines[1].ShouldEndWith(",1,1,colour,labShift,0.25,pose+layout,promptBlend+lowBandSwap,0.5+1");
        lines[2].ShouldEndWith(",2,1,,,,,,");
        NightsCsv.Read(new MemoryStream(bytes)).ShouldBe(rows);
        Encoding.UTF8.GetString(NightsCsv.Write([Row(2)])).Split('\n')[0].ShouldBe(NightsCsv.Header);
    }

    [Theory]
    [InlineData("", "data.csv line 1: the file is empty; the header")]
    [InlineData("id,votes\n", "data.csv line 1: the header has no left_vote, right_vote, ref_path, left_path, right_path, split; it has id, votes.")]
    [InlineData(NightsCsv.Header + ",id\n", "data.csv line 1: the column 'id' is there twice.")]
    [InlineData(NightsCsv.Header + "\n" + Good + "\n1,2\n", "data.csv line 3: 2 fields where the header has 12.")]
    [InlineData(NightsCsv.Header + "\n" + Good + "\n" + Good, "data.csv line 3, column id: 1 is already on line 2; ids must be unlike.")]
    [InlineData(NightsCsv.Header + "\n1,1,0,six,ref/a.png,l.png,r.png,train,True,,4,5", "data.csv line 2, column votes: 'six' is not a whole number")]
    [InlineData(NightsCsv.Header + "\n1,1,0,-6,ref/a.png,l.png,r.png,train,True,,4,5", "data.csv line 2, column votes: '-6' is not a whole number")]
    [InlineData(NightsCsv.Header + "\n1,NaN,0,6,ref/a.png,l.png,r.png,train,True,,4,5", "data.csv line 2, column left_vote: 'NaN' is not a share from 0 to 1.")]
    [InlineData(NightsCsv.Header + "\n1,1,1,6,ref/a.png,l.png,r.png,train,True,,4,5", "data.csv line 2, column right_vote: left_vote 1 and right_vote 1 do not add up to 1.")]
    [InlineData(NightsCsv.Header + "\n1,1,0,6,../a.png,l.png,r.png,train,True,,4,5", "data.csv line 2, column ref_path: '../a.png' is not a path inside the dataset.")]
    [InlineData(NightsCsv.Header + "\n1,1,0,6,/a.png,l.png,r.png,train,True,,4,5", "data.csv line 2, column ref_path: '/a.png' is not a path inside the dataset.")]
    [InlineData(NightsCsv.Header + "\n1,1,0,6,ref/a.png,l.png,r.png,dev,True,,4,5", "data.csv line 2, column split: 'dev' is not train, val or test.")]
    [InlineData(NightsCsv.Header + "\n1,1,0,6,ref/a.png,l.png,r.png,train,yes,,4,5", "data.csv line 2, column is_imagenet: 'yes' is not True or False.")]
    [InlineData(NightsCsv.Header + "\n1,1,0,6,ref/a.png,l.png,r.png,train,True,\"open,4,5\nmore", "data.csv line 2: a quoted field is not closed")]
    [InlineData(NightsCsv.Header + "\n1,1,0,6,ref/a.png,l.png,r.png,train,True,\"a\"b,4,5", "data.csv line 2: a comma or the end of the line must follow")]
    public void What_is_wrong_is_named_with_file_line_and_column(string text, string message) =>
        Should.Throw<DatasetFormatException>(() => Read(text)).Message.ShouldStartWith(message);

    private static IReadOnlyList<NightsRow> Read(string text) => NightsCsv.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)));

    private static NightsRow Row(int id) => new()
    {
        Id = id,
        LeftVote = 1,
        RightVote = 0,
        Votes = 6,
        RefPath = DatasetPaths.Reference(id),
        LeftPath = DatasetPaths.A(id),
        RightPath = DatasetPaths.B(id),
        Split = Split.Train,
        Group = id,
        Round = 1,
    };
}
