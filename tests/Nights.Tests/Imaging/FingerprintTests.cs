using Nights.Imaging;
using Nights.Imaging.Measures;
using Nights.Imaging.Resizing;

namespace Nights.Tests.Imaging;

public sealed class FingerprintTests
{
    [Fact]
    public void It_is_the_hash_and_then_the_thumbnail()
    {
        // Nine columns of eight rows: every cell of the hash is one pixel, brighter to the right in the upper half only.
        var picture = new PixelImage(9, 8);
        for (var y = 0; y < 8; y++)
            for (var x = 0; x < 9; x++)
                picture.Row(y).Slice(3 * x, 3).Fill((byte)(y < 4 ? 10 * x : 200 - 10 * x));

        var fingerprint = Fingerprint.Of(picture);

        fingerprint.Length.ShouldBe(200);
        fingerprint[..8].ShouldBe([255, 255, 255, 255, 0, 0, 0, 0]);
    }

    [Fact]
    public void The_thumbnail_holds_box_averages()
    {
        var picture = new PixelImage(16, 16);
        picture.Row(0)[..6].Fill(100);  // two of the four pixels of the first cell
        picture.Row(15)[^3] = 40;       // red of one pixel of the last cell

        var fingerprint = Fingerprint.Of(picture);

        fingerprint[8..11].ShouldBe([50, 50, 50]);
        fingerprint[^3..].ShouldBe([10, 0, 0]);
    }

    [Fact]
    public void Distances_count_bits_and_steps()
    {
        var (left, right) = (new byte[200], new byte[200]);
        right[0] = 0b1010_0001;
        right[7] = 1;
        right.AsSpan(8).Fill(6);

        Fingerprint.HashDistance(left, right).ShouldBe(4);
        Fingerprint.ColourDistance(left, right).ShouldBe(6);
        right.AsSpan(8 + 96).Clear();
        Fingerprint.ColourDistance(left, right).ShouldBe(6 / Math.Sqrt(2), 1e-9);
    }

    [Fact]
    public void A_reencoded_picture_is_a_near_duplicate()
    {
        var scene = Scene(seed: 1);
        var noisy = new PixelImage(scene.Width, scene.Height, scene.Bytes.ToArray());
        var random = new Random(3);
        for (var i = 0; i < noisy.Bytes.Length; i++)
            noisy.Bytes[i] = (byte)Math.Clamp(noisy.Bytes[i] + random.Next(-6, 7), 0, 255);  // what a lossy codec leaves
        var smaller = PillowResize.Bicubic(scene, 192, 192);

        Fingerprint.IsNearDuplicate(Fingerprint.Of(scene), Fingerprint.Of(noisy)).ShouldBeTrue();
        Fingerprint.IsNearDuplicate(Fingerprint.Of(scene), Fingerprint.Of(smaller)).ShouldBeTrue();
        Fingerprint.IsNearDuplicate(Fingerprint.Of(scene), Fingerprint.Of(scene)).ShouldBeTrue();
    }

    [Fact]
    public void A_shifted_picture_is_not()
    {
        var (scene, moved) = (Scene(seed: 1), Scene(seed: 1, shift: 40));

        Fingerprint.HashDistance(Fingerprint.Of(scene), Fingerprint.Of(moved)).ShouldBeGreaterThan(3);
        Fingerprint.IsNearDuplicate(Fingerprint.Of(scene), Fingerprint.Of(moved)).ShouldBeFalse();
    }

    [Fact]
    public void A_recoloured_picture_has_the_same_hash_and_other_colours()
    {
        var scene = Scene(seed: 1);
        var blue = new PixelImage(scene.Width, scene.Height, scene.Bytes.ToArray());
        for (var i = 2; i < blue.Bytes.Length; i += 3)
            blue.Bytes[i] = (byte)Math.Min(255, blue.Bytes[i] + 60);

        Fingerprint.HashDistance(Fingerprint.Of(scene), Fingerprint.Of(blue)).ShouldBeLessThanOrEqualTo(3);
        Fingerprint.IsNearDuplicate(Fingerprint.Of(scene), Fingerprint.Of(blue)).ShouldBeFalse();
    }

    [Fact]
    public void Unrelated_pictures_are_far_apart()
    {
        var prints = Enumerable.Range(1, 12).Select(seed => Fingerprint.Of(Scene(seed))).ToArray();

        for (var i = 0; i < prints.Length; i++)
            for (var j = 0; j < i; j++)
                Fingerprint.HashDistance(prints[i], prints[j]).ShouldBeGreaterThan(10);
    }

    [Fact]
    public void What_is_no_fingerprint_is_refused() =>
        Should.Throw<ArgumentException>(() => Fingerprint.HashDistance(new byte[200], new byte[8])).Message.ShouldContain("200 bytes; 8");

    /// <summary>Smooth waves in each channel.</summary>
    private static PixelImage Scene(int seed, int shift = 0)
    {
        var random = new Random(seed);
        var waves = Enumerable.Range(0, 9).Select(_ => (Across: random.NextDouble() * 0.06, Down: random.NextDouble() * 0.06, Phase: random.NextDouble() * 6.3)).ToArray();
        var image = new PixelImage(256, 256);
        for (var y = 0; y < 256; y++)
            for (var x = 0; x < 256; x++)
                for (var channel = 0; channel < 3; channel++)
                    image.Row(y)[3 * x + channel] = (byte)(128 + 40 * waves[(3 * channel)..(3 * channel + 3)].Sum(wave => Math.Sin(wave.Across * (x + shift) + wave.Down * y + wave.Phase)));
        return image;
    }
}
