using Nights.Imaging;
using Nights.Imaging.Png;

namespace Nights.Tests.Imaging;

public sealed class PaddedPngTests
{
    private static byte[] Picture(byte shade)
    {
        var image = new PixelImage(20, 10);
        image.Bytes.Fill(shade);
        return image.EncodePng();
    }

    [Fact]
    public void A_padded_picture_has_the_length_asked_for_and_the_same_pixels()
    {
        var png = Picture(90);
        foreach (var length in (int[])[png.Length, png.Length + PaddedPng.LeastPadding, 5000])
        {
            var padded = PaddedPng.Of(png, length);
            padded.Length.ShouldBe(length);
            PixelImage.Decode(padded).Bytes.SequenceEqual(PixelImage.Decode(png).Bytes).ShouldBeTrue();
        }
    }

    [Fact]
    public void Every_padding_of_a_picture_leaves_the_same_when_it_is_taken_away_and_another_picture_does_not()
    {
        var png = Picture(90);
        var unpadded = PaddedPng.Unpadded(png).ToArray();
        PaddedPng.Of(png, 5000).ShouldNotBe(PaddedPng.Of(png, 5000), "the filling is random");

        PaddedPng.Unpadded(PaddedPng.Of(png, 5000)).ToArray().ShouldBe(unpadded);
        PaddedPng.Unpadded(PaddedPng.Of(png, 700)).ToArray().ShouldBe(unpadded);
        PaddedPng.Unpadded(PaddedPng.Of(Picture(91), 5000)).ToArray().ShouldNotBe(unpadded);
    }

    [Fact]
    public void What_is_no_whole_png_is_left_as_it_is_and_not_padded()
    {
        var cut = Picture(90)[..^8];
        PaddedPng.Unpadded(cut).ToArray().ShouldBe(cut);
        PaddedPng.Unpadded("no picture"u8).ToArray().ShouldBe("no picture"u8.ToArray());
        Should.Throw<InvalidDataException>(() => PaddedPng.Of(cut, 5000)).Message.ShouldContain("do not end as a PNG");
        Should.Throw<ArgumentOutOfRangeException>(() => PaddedPng.Of(Picture(90), Picture(90).Length + 1));
    }
}
