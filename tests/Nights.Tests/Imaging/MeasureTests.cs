using Nights.Imaging;
using Nights.Imaging.Measures;

namespace Nights.Tests.Imaging;

public sealed class MeasureTests
{
    [Fact]
    public void Equal_pictures_have_infinite_psnr_and_ssim_one()
    {
        var image = Noise(1);

        PeakSignalToNoise.Of(image, image).ShouldBe(double.PositiveInfinity);
        StructuralSimilarity.Of(image, image).ShouldBe(1, 1e-12);
    }

    [Fact]
    public void A_difference_of_one_everywhere_is_48_decibels()
    {
        var (left, right) = (new PixelImage(16, 16), new PixelImage(16, 16));
        right.Bytes.Fill(1);

        PeakSignalToNoise.Of(left, right).ShouldBe(48.1308, 1e-4);
    }

    [Fact]
    public void Independent_noise_has_ssim_near_zero() => Math.Abs(StructuralSimilarity.Of(Noise(1), Noise(2))).ShouldBeLessThan(0.05);

    [Fact]
    public void Pictures_of_two_sizes_are_not_compared() =>
        Should.Throw<ArgumentException>(() => PeakSignalToNoise.Of(new PixelImage(8, 8), new PixelImage(8, 9))).Message.ShouldContain("8x8 and 8x9");

    [Fact]
    public void Black_and_one_coloured_pictures_are_recognised()
    {
        var grey = new PixelImage(8, 8);
        grey.Bytes.Fill(90);
        var almostBlack = new PixelImage(8, 8);
        almostBlack.Bytes[5] = 2;

        FlatPicture.IsBlack(almostBlack).ShouldBeTrue();
        FlatPicture.IsFlat(almostBlack).ShouldBeFalse();
        FlatPicture.IsFlat(grey).ShouldBeTrue();
        FlatPicture.IsBlack(grey).ShouldBeFalse();
        FlatPicture.IsFlat(Noise(3)).ShouldBeFalse();
    }

    private static PixelImage Noise(int seed)
    {
        var image = new PixelImage(64, 64);
        new Random(seed).NextBytes(image.Bytes);
        return image;
    }
}
