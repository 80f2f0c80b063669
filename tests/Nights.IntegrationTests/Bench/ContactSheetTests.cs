using Nights.Imaging;
using Nights.Local.Bench.Variations;

namespace Nights.IntegrationTests.Bench;

public sealed class ContactSheetTests
{
    [Fact]
    public void Pictures_stand_in_rows_and_columns_and_keep_their_shape()
    {
        var sheet = ContactSheet.Of([[Filled(40, 40, 10), Filled(80, 40, 20)], [null, Filled(8, 16, 30)]], cell: 32);

        (sheet.Width, sheet.Height).ShouldBe((2 * 38 + 6, 2 * 38 + 6));
        At(sheet, 6, 6).ShouldBe((byte)10);
        At(sheet, 37, 37).ShouldBe((byte)10);
        At(sheet, 38, 20).ShouldBe((byte)245);        // the gap
        At(sheet, 44 + 16, 6 + 7).ShouldBe((byte)245);  // twice as wide as high: paper above
        At(sheet, 44 + 16, 6 + 16).ShouldBe((byte)20);
        At(sheet, 20, 60).ShouldBe((byte)245);        // an empty place
        At(sheet, 44 + 16, 44 + 16).ShouldBe((byte)30);
        At(sheet, 44 + 2, 44 + 16).ShouldBe((byte)245);
    }

    [Fact]
    public void A_sheet_of_nothing_is_refused() => Should.Throw<ArgumentException>(() => ContactSheet.Of([], 32)).Message.ShouldContain("at least one picture");

    private static PixelImage Filled(int width, int height, byte level)
    {
        var image = new PixelImage(width, height);
        image.Bytes.Fill(level);
        return image;
    }

    private static byte At(PixelImage image, int x, int y) => image.Row(y)[3 * x];
}
