using System.Numerics;
using Nights.Imaging;
using Nights.Imaging.Colour;

namespace Nights.Tests.Imaging;

public sealed class LabShiftTests
{
    [Fact]
    public void Level_zero_changes_no_byte() => LabShift.Of(Scene(), 5, 0).Bytes.SequenceEqual(Scene().Bytes).ShouldBeTrue();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(77)]
    public void The_mean_distance_is_the_level_times_the_most(ulong direction)
    {
        var scene = Scene();

        foreach (var level in new[] { 0.1, 0.25, 0.5, 0.75 })
            MeanDistance(scene, LabShift.Of(scene, direction, level)).ShouldBe(level * LabShift.MostDistance, 0.7, $"level {level}");
    }

    [Fact]
    public void Lightness_keeps_its_order_and_nearly_its_place()
    {
        var scene = Scene();
        var shifted = LabShift.Of(scene, 9, 1);

        var (before, after) = (Lightness(scene), Lightness(shifted));
        before.Zip(after).Max(pair => Math.Abs(pair.First - pair.Second)).ShouldBeLessThan(9.5f);
        for (var i = 0; i < before.Length; i++)
            for (var j = 0; j < i; j += 7)
                if (before[i] > before[j] + 3)
                    after[i].ShouldBeGreaterThan(after[j]);
    }

    [Fact]
    public void Out_of_gamut_colours_lose_chroma_and_keep_their_lightness()
    {
        var yellow = new PixelImage(1, 1, [255, 255, 0]);  // any tint but its own leaves the gamut

        foreach (var direction in Enumerable.Range(0, 20))
        {
            var shifted = LabShift.Of(yellow, (ulong)direction, 1);
            Lightness(shifted)[0].ShouldBe(Lightness(yellow)[0], 3f);
        }
    }

    [Fact]
    public void Black_and_white_stay()
    {
        var picture = new PixelImage(2, 1, [0, 0, 0, 255, 255, 255]);

        LabShift.Of(picture, 3, 1).Bytes.ToArray().Zip(picture.Bytes.ToArray()).Max(pair => Math.Abs(pair.First - pair.Second)).ShouldBeLessThan(3);
    }

    [Fact]
    public void The_direction_follows_from_its_number()
    {
        var directions = Enumerable.Range(0, 20).Select(n => Convert.ToHexString(LabShift.Of(Scene(), (ulong)n, 0.5).Bytes)).ToArray();

        directions.Distinct().Count().ShouldBe(20);
        Convert.ToHexString(LabShift.Of(Scene(), 3, 0.5).Bytes).ShouldBe(directions[3]);
    }

    [Fact]
    public void A_pixel_depends_on_its_colour_alone()
    {
        var scene = Scene();
        var shifted = LabShift.Of(scene, 4, 0.8);

        Pixels(scene).Zip(Pixels(shifted)).GroupBy(pair => pair.First, pair => pair.Second).ShouldAllBe(same => same.Distinct().Count() == 1);
    }

    [Fact]
    public void A_level_outside_its_range_is_refused() => Should.Throw<ArgumentOutOfRangeException>(() => LabShift.Of(Scene(), 1, 1.5)).Message.ShouldContain("0 (no change)");

    /// <summary>Muted colours of all hues at middle lightness: there is room for them to move.</summary>
    private static PixelImage Scene()
    {
        var image = new PixelImage(24, 24);
        for (var i = 0; i < 576; i++)
            (image.Bytes[3 * i], image.Bytes[3 * i + 1], image.Bytes[3 * i + 2]) = CieLab.ToSrgb(
                new Vector3(50 + 12 * MathF.Sin(i / 9f), 25 * MathF.Cos(i / 40f), 25 * MathF.Sin(i / 40f)));
        return image;
    }

    private static (byte, byte, byte)[] Pixels(PixelImage image) =>
        [.. Enumerable.Range(0, image.Width * image.Height).Select(i => (image.Bytes[3 * i], image.Bytes[3 * i + 1], image.Bytes[3 * i + 2]))];

    private static float[] Lightness(PixelImage image) => [.. Pixels(image).Select(pixel => CieLab.Of(pixel.Item1, pixel.Item2, pixel.Item3).X)];

    private static double MeanDistance(PixelImage left, PixelImage right) => Pixels(left).Zip(Pixels(right)).Average(pair =>
        (double)Vector3.Distance(CieLab.Of(pair.First.Item1, pair.First.Item2, pair.First.Item3), CieLab.Of(pair.Second.Item1, pair.Second.Item2, pair.Second.Item3)));
}
