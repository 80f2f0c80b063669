using Nights.Imaging;
using SkiaSharp;

namespace Nights.Tests.Imaging;

public sealed class PictureHeaderTests
{
    [Theory]
    [InlineData(SKEncodedImageFormat.Png, "png")]
    [InlineData(SKEncodedImageFormat.Jpeg, "jpeg")]
    [InlineData(SKEncodedImageFormat.Webp, "webp")]
    public void A_file_tells_its_size_and_format(SKEncodedImageFormat format, string name)
    {
        using var bitmap = new SKBitmap(40, 30);
        using var file = bitmap.Encode(format, 90);

        PictureHeader.Read(file.ToArray()).ShouldBe(new PictureHeader(40, 30, name));
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("GIF89a\u0001\0\u0001\0\0\0\0;")]
    public void What_is_no_picture_of_the_three_formats_is_refused(string text) =>
        Should.Throw<InvalidDataException>(() => PictureHeader.Read(System.Text.Encoding.Latin1.GetBytes(text))).Message.ShouldContain("no PNG, JPEG or WebP");
}
