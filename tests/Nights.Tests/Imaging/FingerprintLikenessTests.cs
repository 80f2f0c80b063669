using FsCheck.Xunit;
using Nights.Imaging.Measures;

namespace Nights.Tests.Imaging;

public sealed class FingerprintLikenessTests
{
    [Property]
    public void A_picture_is_near_itself_and_nearness_goes_both_ways(int seed, int other)
    {
        var (one, two) = (Print(seed), Print(other));
        Fingerprint.IsNearDuplicate(one, one).ShouldBeTrue();
        Fingerprint.IsNearDuplicate(one, two).ShouldBe(Fingerprint.IsNearDuplicate(two, one));
    }

    [Theory]
    [InlineData(0, 0, true)]
    [InlineData(3, 0, true)]
    [InlineData(4, 0, false)]
    [InlineData(0, 4, true)]
    [InlineData(0, 5, false)]
    [InlineData(3, 4, true)]
    public void Both_the_hash_and_the_small_picture_must_agree(int bits, int steps, bool near)
    {
        var one = Print(1);
        var other = (byte[])one.Clone();
        foreach (var bit in new[] { 0, 17, 34, 63 }.Take(bits)) other[bit / 8] ^= (byte)(1 << bit % 8);
        for (var i = Fingerprint.HashSize; i < other.Length; i++) other[i] += (byte)(i % 2 is 0 ? steps : -steps);
        Fingerprint.IsNearDuplicate(one, other).ShouldBe(near);
    }

    [Property]
    public void Near_duplicates_differ_in_brightness_by_no_more_than_is_looked_up(int seed, sbyte[] steps)
    {
        var one = Print(seed);
        var other = (byte[])one.Clone();
        for (var i = 0; i < steps.Length && i < 192; i++) other[8 + i] = (byte)Math.Clamp(other[8 + i] + steps[i] % 12, 0, 255);
        var difference = Math.Abs(Fingerprint.Brightness(one) - Fingerprint.Brightness(other));
        if (Fingerprint.IsNearDuplicate(one, other)) difference.ShouldBeLessThanOrEqualTo(Fingerprint.NearBrightness);
        foreach (ref var value in other.AsSpan(8)) value = 0;
        foreach (ref var value in one.AsSpan(8)) value = 4;
        Fingerprint.IsNearDuplicate(one, other).ShouldBeTrue();
        Fingerprint.Brightness(one).ShouldBe(Fingerprint.NearBrightness);
    }

    [Fact]
    public void A_fingerprint_of_another_length_is_refused() =>
        Should.Throw<ArgumentException>(() => Fingerprint.HashOf(new byte[199])).Message.ShouldContain("200 bytes; 199 were given");

    /// <summary>Bytes that neither under- nor overflow when five steps are added.</summary>
    private static byte[] Print(int seed)
    {
        var bytes = new byte[Fingerprint.Size];
        new Random(seed).NextBytes(bytes);
        return [.. bytes.Select(value => (byte)(10 + value % 200))];
    }
}
