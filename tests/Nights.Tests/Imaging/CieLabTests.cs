using Nights.Imaging.Colour;

namespace Nights.Tests.Imaging;

public sealed class CieLabTests
{
    /// <summary>Published values of the sRGB primaries, and greys from L* = 116·Y^⅓ − 16.</summary>
    [Theory]
    [InlineData(255, 255, 255, 100, 0, 0)]
    [InlineData(0, 0, 0, 0, 0, 0)]
    [InlineData(255, 0, 0, 53.24, 80.09, 67.20)]
    [InlineData(0, 255, 0, 87.73, -86.18, 83.18)]
    [InlineData(0, 0, 255, 32.30, 79.19, -107.86)]
    [InlineData(119, 119, 119, 50.03, 0, 0)]
    [InlineData(1, 1, 1, 0.27, 0, 0)]
    public void Known_colours_have_their_known_values(byte red, byte green, byte blue, double lightness, double a, double b)
    {
        var lab = CieLab.Of(red, green, blue);

        ((double)lab.X).ShouldBe(lightness, 0.02);
        ((double)lab.Y).ShouldBe(a, 0.03);
        ((double)lab.Z).ShouldBe(b, 0.03);
    }

    [Fact]
    public void Every_colour_comes_back()
    {
        for (var red = 0; red < 256; red += 15)
            for (var green = 0; green < 256; green += 15)
                for (var blue = 0; blue < 256; blue += 5)
                    CieLab.ToSrgb(CieLab.Of((byte)red, (byte)green, (byte)blue)).ShouldBe(((byte)red, (byte)green, (byte)blue));
    }
}
