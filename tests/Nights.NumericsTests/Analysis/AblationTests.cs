using Nights.DreamSim.Analysis;
using Nights.Imaging;

namespace Nights.NumericsTests.Analysis;

public sealed class AblationTests
{
    [Fact]
    public void Foreground_and_background_are_masked_where_the_other_is_not()
    {
        var picture = Painted(20, 10);

        var (without, only) = (Apply("without foreground", picture), Apply("without background", picture));

        // The middle: 20 x 0.707 = 14 wide from column 3, 10 x 0.707 = 7 high from row 1.
        for (var y = 0; y < 10; y++)
        {
            for (var x = 0; x < 20; x++)
            {
                var middle = x is >= 3 and < 17 && y is >= 1 and < 8;
                Pixel(without, x, y).ShouldBe(middle ? (128, 128, 128) : Pixel(picture, x, y));
                Pixel(only, x, y).ShouldBe(middle ? Pixel(picture, x, y) : (128, 128, 128));
            }
        }
    }

    [Fact]
    public void Colour_becomes_luma()
    {
        var picture = new PixelImage(1, 1, [200, 100, 50]);

        Pixel(Apply("without colour", picture), 0, 0).ShouldBe((124, 124, 124));      // 0.299 x 200 + 0.587 x 100 + 0.114 x 50 = 124.2
    }

    [Fact]
    public void Cells_change_places_alike_in_equal_pictures_only()
    {
        var (picture, other) = (Painted(18, 16), Painted(18, 16));
        other.Bytes[0] ^= 1;

        var moved = Apply("without layout", picture);

        moved.Bytes.ToArray().ShouldBe(Apply("without layout", Painted(18, 16)).Bytes.ToArray());
        moved.Bytes.ToArray().ShouldNotBe(picture.Bytes.ToArray());
        moved.Bytes.ToArray().ShouldNotBe(Apply("without layout", other).Bytes.ToArray());
        moved.Bytes.ToArray().Order().ShouldBe(picture.Bytes.ToArray().Order(), "nothing is lost but where it was");
        for (var y = 0; y < 16; y++) moved.Row(y)[48..].ToArray().ShouldBe(picture.Row(y)[48..].ToArray(), "columns beyond the last whole cell stay");
    }

    private static PixelImage Apply(string name, PixelImage picture) => Ablation.All.Single(ablation => ablation.Name == name).Apply(picture);

    private static (int, int, int) Pixel(PixelImage picture, int x, int y) => (picture.Row(y)[3 * x], picture.Row(y)[3 * x + 1], picture.Row(y)[3 * x + 2]);

    private static PixelImage Painted(int width, int height)
    {
        var picture = new PixelImage(width, height);
        for (var i = 0; i < picture.Bytes.Length; i++) picture.Bytes[i] = (byte)(i * 7 % 251);
        return picture;
    }
}
