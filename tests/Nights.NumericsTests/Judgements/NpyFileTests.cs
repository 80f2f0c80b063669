using Nights.DreamSim.Judgements.Layouts;

namespace Nights.NumericsTests.Judgements;

public sealed class NpyFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Path => System.IO.Path.Combine(folder.Path, "judge.npy");

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("<f4", "(1,)", 0.625)]
    [InlineData("<f8", "()", 0.1)]
    [InlineData("<f8", "(1, 1)", 0.3)]
    [InlineData("<i8", "(1,)", 1)]
    [InlineData("<i4", "(1,)", 1)]
    [InlineData("|u1", "()", 1)]
    public void A_number_of_any_usual_type_and_shape_is_read(string type, string shape, double value)
    {
        File.WriteAllBytes(Path, SmallPictures.Npy(value, type, shape));

        NpyFile.ReadOne(Path).ShouldBe(value);
    }

    [Fact]
    public void The_longer_header_of_version_two_is_read()
    {
        var one = SmallPictures.Npy(0.75);
        File.WriteAllBytes(Path, [.. one[..6], 2, 0, one[8], 0, 0, 0, .. one[10..]]);

        NpyFile.ReadOne(Path).ShouldBe(0.75);
    }

    [Fact]
    public void Anything_else_is_refused_by_name()
    {
        var whole = SmallPictures.Npy(1);

        Refused([1, 2, 3], "is no .npy file");
        Refused(whole[..60], "cut short: its header");
        Refused(whole[..^1], "cut short: 1 elements of 8 bytes are announced, 7 bytes are there");
        Refused(SmallPictures.Npy(1, ">f8"), "type '>f8'");
        Refused([.. SmallPictures.Npy(1, shape: "(2,)"), .. new byte[8]], "holds 2 numbers");
        Refused(SmallPictures.Npy(1, shape: "None"), "no shape");
    }

    private void Refused(byte[] bytes, string named)
    {
        File.WriteAllBytes(Path, bytes);
        Should.Throw<InvalidDataException>(() => NpyFile.ReadOne(Path)).Message.ShouldSatisfyAllConditions(m => m.ShouldContain(named), m => m.ShouldContain("judge.npy"));
    }
}
