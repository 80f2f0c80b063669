using Nights.Diffusion.Variations;

namespace Nights.Tests.Diffusion.Variations;

public sealed class CosineTransformTests
{
    /// <summary>By hand: rows [1, 1]/√2 and [1, -1]/√2 on both sides.</summary>
    [Fact]
    public void Of_two_by_two_it_is_the_haar_transform()
    {
        float[] plane = [1, 2, 3, 4];

        new CosineTransform(2, 2).Forward(plane);

        plane[0].ShouldBe(5, 1e-6f);
        plane[1].ShouldBe(-1, 1e-6f);
        plane[2].ShouldBe(-2, 1e-6f);
        plane[3].ShouldBe(0, 1e-6f);
    }

    [Theory]
    [InlineData(8, 8)]
    [InlineData(12, 20)]
    [InlineData(64, 64)]
    [InlineData(1, 5)]
    public void It_keeps_energy_and_comes_back(int height, int width)
    {
        var plane = A.Noise(height * width, 3);
        var transform = new CosineTransform(height, width);

        var coefficients = plane.ToArray();
        transform.Forward(coefficients);
        coefficients.Sum(value => (double)value * value).ShouldBe(plane.Sum(value => (double)value * value), 1e-4 * plane.Length);
        coefficients[0].ShouldBe(plane.Sum() / MathF.Sqrt(plane.Length), 1e-4f);

        transform.Inverse(coefficients);
        coefficients.Zip(plane).Max(pair => Math.Abs(pair.First - pair.Second)).ShouldBeLessThan(1e-5f);
    }

    [Fact]
    public void A_cosine_is_one_coefficient()
    {
        float[] plane = [.. Enumerable.Range(0, 6 * 8).Select(i => MathF.Cos(MathF.PI * (2 * (i % 8) + 1) * 3 / 16))];

        new CosineTransform(6, 8).Forward(plane);

        plane[3].ShouldBe(MathF.Sqrt(6 * 8 / 2f), 1e-4f);
        plane.Where((_, i) => i != 3).Max(Math.Abs).ShouldBeLessThan(1e-5f);
    }

    [Fact]
    public void A_plane_of_another_size_is_refused() =>
        Should.Throw<ArgumentException>(() => new CosineTransform(4, 4).Forward(new float[15])).Message.ShouldContain("15 were given");
}
