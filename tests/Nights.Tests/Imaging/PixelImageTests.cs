using System.Text;
using Nights.Imaging;

namespace Nights.Tests.Imaging;

public sealed class PixelImageTests
{
    [Theory]
    [InlineData(1, 1, 0)]
    [InlineData(3, 5, 1)]
    [InlineData(64, 64, 2)]
    [InlineData(301, 299, 3)]  // more bytes than one block
    public void A_picture_comes_back_from_its_png(int width, int height, int kind)
    {
        var image = Painted(width, height, kind);

        var decoded = PixelImage.Decode(image.EncodePng());

        (decoded.Width, decoded.Height).ShouldBe((width, height));
        decoded.Bytes.SequenceEqual(image.Bytes).ShouldBeTrue();
    }

    [Fact]
    public void A_png_has_three_chunks_and_no_text()
    {
        var file = Painted(40, 30, 2).EncodePng();

        var types = new List<string>();
        for (var at = 8; at < file.Length; at += 12 + System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at)))
            types.Add(Encoding.ASCII.GetString(file, at + 4, 4));

        types.ShouldBe(["IHDR", "IDAT", "IEND"]);
    }

    /// <summary>The bytes are content addresses: this value may only change together with every stored picture.</summary>
    [Fact]
    public void The_png_of_a_known_picture_never_changes()
    {
        var file = Painted(64, 64, 3).EncodePng();

        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(file))
            .ShouldBe("7bdf233cfd6e60c40295a623de0834f36430bc910c9f3c4b25a2834add191fb9");
    }

    [Fact]
    public void Flat_pictures_compress_to_almost_nothing() => new PixelImage(256, 256).EncodePng().Length.ShouldBeLessThan(1000);

    [Fact]
    public void Bytes_that_are_no_picture_are_refused() =>
        Should.Throw<InvalidDataException>(() => PixelImage.Decode("not a picture"u8)).Message.ShouldContain("no PNG, JPEG or WebP");

    [Fact]
    public void A_truncated_picture_is_refused()
    {
        var file = Painted(64, 64, 1).EncodePng();

        Should.Throw<InvalidDataException>(() => PixelImage.Decode(file.AsSpan(0, file.Length / 2)));
    }

    [Fact]
    public void The_wrong_number_of_bytes_is_refused() =>
        Should.Throw<ArgumentException>(() => new PixelImage(4, 4, new byte[47])).Message.ShouldContain("48 bytes; 47");

    /// <summary>Kinds: 0 black, 1 noise, 2 a gradient, 3 a gradient with noise.</summary>
    private static PixelImage Painted(int width, int height, int kind)
    {
        var image = new PixelImage(width, height);
        var random = new Random(7);
        for (var i = 0; i < image.Bytes.Length; i++)
            image.Bytes[i] = kind switch { 0 => 0, 1 => (byte)random.Next(256), 2 => (byte)(i / 50), _ => (byte)(i / 40 + random.Next(2)) };
        return image;
    }
}
