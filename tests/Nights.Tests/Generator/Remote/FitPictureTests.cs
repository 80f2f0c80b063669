using Nights.Generator.Remote.Pictures;
using Nights.Imaging;

namespace Nights.Tests.Generator.Remote;

public sealed class FitPictureTests
{
    [Theory]
    [InlineData("1024x1024", 512, 512, "1024x1024")]
    [InlineData("1024x1024, 1792x1024", 1100, 600, "1792x1024")]
    [InlineData("1792x1024, 1024x1792", 600, 1000, "1024x1792")]
    [InlineData("256x256, 512x512, 1024x1024", 257, 10, "512x512")]
    [InlineData("256x256", 257, 10, null)]
    public void The_smallest_size_that_covers_is_chosen_and_of_two_the_one_of_its_shape(string sizes, int width, int height, string? chosen) =>
        PictureSize.Covering(PictureSize.ReadList(sizes)!, width, height)?.ToString().ShouldBe(chosen);

    [Theory]
    [InlineData("")]
    [InlineData("1024")]
    [InlineData("1024x")]
    [InlineData("1024x-5")]
    [InlineData("1024x1024,")]
    [InlineData("1x1")]
    [InlineData("9000x9000")]
    [InlineData("1024x1024x3")]
    [InlineData("auto")]
    public void What_is_no_size_is_not_read(string text) => PictureSize.ReadList(text).ShouldBeNull();

    [Theory]
    [InlineData(200, 100, 50, 50)]
    [InlineData(100, 200, 50, 50)]
    [InlineData(101, 99, 33, 64)]
    [InlineData(64, 64, 64, 64)]
    [InlineData(65, 64, 64, 64)]
    public void A_picture_keeps_its_middle_and_its_proportions(int width, int height, int orderedWidth, int orderedHeight)
    {
        // A disc in the middle stays round: as wide as it is high, to a pixel, and in the middle.
        var image = new PixelImage(width, height);
        var radius = Math.Min(width, height) / 4.0;
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
                if (Math.Pow(x + 0.5 - width / 2.0, 2) + Math.Pow(y + 0.5 - height / 2.0, 2) <= radius * radius)
                    image.Row(y).Slice(3 * x, 3).Fill(255);

        var fitted = FitPicture.To(image, orderedWidth, orderedHeight);

        (fitted.Width, fitted.Height).ShouldBe((orderedWidth, orderedHeight));
        var across = Enumerable.Range(0, orderedWidth).Count(x => fitted.Row(orderedHeight / 2)[3 * x] > 127);
        var down = Enumerable.Range(0, orderedHeight).Count(y => fitted.Row(y)[3 * (orderedWidth / 2)] > 127);
        Math.Abs(across - down).ShouldBeLessThanOrEqualTo(2);
        across.ShouldBeGreaterThan(4);
    }

    [Fact]
    public void A_picture_that_is_smaller_than_ordered_is_not_scaled_up() =>
        Should.Throw<InvalidDataException>(() => FitPicture.To(A.Picture(1, "64x32"), 64, 33)).Message.ShouldContain("64x32 pixels; 64x33 were ordered");
}
