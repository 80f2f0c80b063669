using Nights.Diffusion.Variations;

namespace Nights.Tests.Diffusion.Variations;

public sealed class BlendTests
{
    private readonly float[] own = A.Noise(40_000, 1);
    private readonly float[] other = A.Noise(40_000, 2);

    [Fact]
    public void Level_zero_and_one_are_exact()
    {
        Turned(0).SequenceEqual(own).ShouldBeTrue();
        Turned(1).SequenceEqual(other).ShouldBeTrue();
        Mixed(0).SequenceEqual(own).ShouldBeTrue();
        Mixed(1).SequenceEqual(other).ShouldBeTrue();
    }

    [Theory]
    [InlineData(1 / 3.0, 0.8660254, 0.5)]  // 30°
    [InlineData(0.5, 0.70710678, 0.70710678)]
    [InlineData(2 / 3.0, 0.5, 0.8660254)]
    public void Noise_turns_by_the_angle(double level, double ofOwn, double ofOther)
    {
        var turned = Turned(level);

        turned[7].ShouldBe((float)(ofOwn * own[7] + ofOther * other[7]), 1e-6f);
        A.Variance(turned).ShouldBe(1, 0.03);
        turned.Zip(own).Average(pair => (double)pair.First * pair.Second).ShouldBe(ofOwn, 0.02);
    }

    [Fact]
    public void Prompts_blend_linearly()
    {
        var mixed = new float[3];
        PromptBlend.Mix([1, 0, -4], [3, 8, 4], 0.25, mixed);

        mixed.ShouldBe([1.5f, 2, -2]);
    }

    [Fact]
    public void Tensors_of_two_lengths_are_refused()
    {
        Should.Throw<ArgumentException>(() => NoiseSlerp.Turn(own, other.AsSpan(1), 0.5, new float[own.Length])).Message.ShouldContain("40000, 39999");
        Should.Throw<ArgumentException>(() => PromptBlend.Mix(own, other, 0.5, new float[1])).Message.ShouldContain("and 1");
        Should.Throw<ArgumentOutOfRangeException>(() => Turned(-0.1));
        Should.Throw<ArgumentOutOfRangeException>(() => Mixed(1.1));
    }

    private float[] Turned(double level)
    {
        var result = new float[own.Length];
        NoiseSlerp.Turn(own, other, level, result);
        return result;
    }

    private float[] Mixed(double level)
    {
        var result = new float[own.Length];
        PromptBlend.Mix(own, other, level, result);
        return result;
    }
}
