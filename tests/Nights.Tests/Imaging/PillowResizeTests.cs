using System.Text.Json;
using Nights.Imaging;
using Nights.Imaging.Resizing;

namespace Nights.Tests.Imaging;

public sealed class PillowResizeTests
{
    public static TheoryData<string> Pictures => [.. Golden.Files("dreamsim/images", "*.png").Select(file => Path.GetFileName(file))];

    [Theory]
    [MemberData(nameof(Pictures))]
    public void Bicubic_to_224_gives_Pillows_bytes(string picture)
    {
        var source = PixelImage.Decode(File.ReadAllBytes(Golden.Path($"dreamsim/images/{picture}")));
        var expected = PixelImage.Decode(File.ReadAllBytes(Golden.Path($"dreamsim/preprocessed/{picture}")));

        var resized = PillowResize.Bicubic(source, 224, 224);

        resized.Bytes.SequenceEqual(expected.Bytes).ShouldBeTrue($"{picture} differs from Pillow's");
    }

    [Theory]
    [MemberData(nameof(Pictures))]
    public void Reference_pictures_decode_to_the_bytes_they_were_made_from(string picture)
    {
        using var reference = JsonDocument.Parse(File.ReadAllBytes(Golden.Path("dreamsim/preprocess.json")));
        var expected = reference.RootElement.GetProperty(Path.GetFileNameWithoutExtension(picture)).GetProperty("sha256_hwc_u8").GetString();
        var preprocessed = PixelImage.Decode(File.ReadAllBytes(Golden.Path($"dreamsim/preprocessed/{picture}")));

        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(preprocessed.Bytes)).ShouldBe(expected);
    }

    [Fact]
    public void Box_by_an_integer_factor_is_the_mean()
    {
        var image = new PixelImage(2, 2, [0, 10, 20, 4, 10, 20, 8, 10, 20, 12, 10, 20]);

        PillowResize.Box(image, 1, 1).Bytes.ToArray().ShouldBe([6, 10, 20]);
    }

    [Fact]
    public void Bilinear_shrinks_with_a_triangle_of_twice_the_width()
    {
        // Half the size: each output weighs the three or four pixels that the triangle covers by 1, 3, 3, 1; at the border the missing one is left out.
        var image = new PixelImage(4, 1, [0, 0, 0, 70, 70, 70, 140, 140, 140, 210, 210, 210]);

        var shrunk = PillowResize.Bilinear(image, 2, 1);

        shrunk.Bytes.ToArray().ShouldBe([50, 50, 50, 160, 160, 160], "(3·0 + 3·70 + 1·140) / 7 and (1·70 + 3·140 + 3·210) / 7");
    }

    [Theory]
    [InlineData(5, 3)]
    [InlineData(40, 64)]
    public void A_flat_picture_stays_flat_under_every_filter(int width, int height)
    {
        var image = new PixelImage(17, 23);
        image.Bytes.Fill(77);

        foreach (var resized in new[] { PillowResize.Bicubic(image, width, height), PillowResize.Lanczos(image, width, height), PillowResize.Box(image, width, height), PillowResize.Bilinear(image, width, height) })
        {
            (resized.Width, resized.Height).ShouldBe((width, height));
            resized.Bytes.ContainsAnyExcept((byte)77).ShouldBeFalse();
        }
    }
}
