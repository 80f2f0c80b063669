using Nights.Diffusion.Variations;

namespace Nights.Tests.Diffusion.Variations;

public sealed class BandSwapTests
{
    private const int Height = 32;
    private const int Width = 48;
    private readonly float[] own = A.Noise(4 * Height * Width, 1);
    private readonly float[] other = A.Noise(4 * Height * Width, 2);

    [Fact]
    public void Level_zero_is_the_own_noise_bit_for_bit()
    {
        Low(0).SequenceEqual(own).ShouldBeTrue();
        High(0).SequenceEqual(own).ShouldBeTrue();
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(1.0)]
    public void Coefficients_inside_the_band_are_the_others_and_outside_the_own(double level)
    {
        var (mine, theirs) = (Coefficients(own), Coefficients(other));
        var (low, high) = (Coefficients(Low(level)), Coefficients(High(level)));

        for (var i = 0; i < mine.Length; i++)
        {
            var radius = FrequencyBands.Radius(i % (Height * Width) / Width, i % Width, Height, Width);
            low[i].ShouldBe(radius < FrequencyBands.LowCut(level) ? theirs[i] : mine[i], 2e-5f);
            high[i].ShouldBe(radius >= FrequencyBands.HighCut(level) ? theirs[i] : mine[i], 2e-5f);
        }
    }

    [Fact]
    public void The_mean_belongs_to_the_low_band()
    {
        Low(0.01).Take(Height * Width).Average().ShouldBe(other.Take(Height * Width).Average(), 1e-5f);
        High(1).Take(Height * Width).Average().ShouldBe(own.Take(Height * Width).Average(), 1e-5f);
    }

    [Theory]
    [InlineData(0.25)]
    [InlineData(0.5)]
    [InlineData(1.0)]
    public void Swapped_noise_keeps_its_variance_and_moves_in_proportion_to_the_level(double level)
    {
        A.Variance(Low(level)).ShouldBe(1, 0.05);
        A.Variance(High(level)).ShouldBe(1, 0.05);

        // The difference of two independent coefficients has variance 2.
        Moved(Low(level)).ShouldBe(level * Math.Sqrt(2 * FrequencyBands.ShareBelow(FrequencyBands.LowEnd)), 0.06);
        Moved(High(level)).ShouldBe(level * Math.Sqrt(2 * (1 - FrequencyBands.ShareBelow(FrequencyBands.HighStart))), 0.06);
    }

    [Fact]
    public void Planes_do_not_depend_on_each_other()
    {
        var alone = new float[Height * Width];
        BandSwap.Low(own.AsSpan(2 * alone.Length, alone.Length), other.AsSpan(2 * alone.Length, alone.Length), Height, Width, 0.7, alone);

        Low(0.7).AsSpan(2 * alone.Length, alone.Length).SequenceEqual(alone).ShouldBeTrue();
    }

    [Fact]
    public void The_result_may_replace_the_own_noise()
    {
        var place = own.ToArray();
        BandSwap.High(place, other, Height, Width, 0.6, place);

        place.SequenceEqual(High(0.6)).ShouldBeTrue();
    }

    [Fact]
    public void What_cannot_be_swapped_is_refused_by_name()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => Low(1.01)).Message.ShouldContain("0 (no change) to 1");
        Should.Throw<ArgumentOutOfRangeException>(() => High(double.NaN)).ParamName.ShouldBe("level");
        Should.Throw<ArgumentException>(() => BandSwap.Low(own, other, 5, 7, 1, new float[own.Length])).Message.ShouldContain("5 × 7");
        Should.Throw<ArgumentException>(() => BandSwap.Low(own, other.AsSpan(1), Height, Width, 1, new float[own.Length])).Message.ShouldContain("as many");
    }

    private float[] Low(double level)
    {
        var result = new float[own.Length];
        BandSwap.Low(own, other, Height, Width, level, result);
        return result;
    }

    private float[] High(double level)
    {
        var result = new float[own.Length];
        BandSwap.High(own, other, Height, Width, level, result);
        return result;
    }

    private double Moved(float[] swapped) => Math.Sqrt(swapped.Zip(own).Average(pair => (double)(pair.First - pair.Second) * (pair.First - pair.Second)));

    private static float[] Coefficients(float[] planes)
    {
        var coefficients = planes.ToArray();
        for (var start = 0; start < planes.Length; start += Height * Width)
            new CosineTransform(Height, Width).Forward(coefficients.AsSpan(start, Height * Width));
        return coefficients;
    }
}
