using Nights.Diffusion.Noise;

namespace Nights.Tests.Diffusion;

/// <summary>Values that torch on a GPU and numpy draw, as published or drawn with them.</summary>
public sealed class NoiseSourcesTests
{
    [Fact]
    public void Torch_on_a_gpu()
    {
        var first = Drawn("torch-cuda", 0, 4, fills: 1);
        first.ShouldBe([-0.9247f, -0.4253f, -2.6438f, 0.1452f], 6e-5);

        Drawn("torch-cuda", 0, 4, fills: 2)[4..].ShouldNotBe(first);
        Drawn("torch-cuda", 0, 64, fills: 1)[..4].ShouldBe(first);
        Drawn("torch-cuda", 1L << 32, 4, fills: 1).ShouldNotBe(first);
    }

    [Fact]
    public void Numpy()
    {
        Drawn("numpy", 0, 6, fills: 1)
            .ShouldBe([1.764052345967664f, 0.4001572083672233f, 0.9787379841057392f, 2.240893199201458f, 1.8675579901499675f, -0.977277879876411f]);
        Drawn("numpy", 42, 5, fills: 1)
            .ShouldBe([0.4967141530112327f, -0.13826430117118466f, 0.6476885381006925f, 1.5230298564080254f, -0.23415337472333597f]);
        Drawn("numpy", 42, 3, fills: 2).ShouldBe(Drawn("numpy", 42, 6, fills: 1));
    }

    [Theory]
    [InlineData("torch-cpu")]
    [InlineData("torch-cuda")]
    [InlineData("numpy")]
    public void Every_source_is_standard_normal_and_follows_its_seed(string name)
    {
        var values = Drawn(name, 3, 1 << 16, fills: 2);

        values.Average().ShouldBe(0, 0.015);
        values.Average(value => value * value).ShouldBe(1, 0.015);
        Drawn(name, 3, 64, fills: 2).ShouldBe(Drawn(name, 3, 64, fills: 2));
        Drawn(name, 3, 64, fills: 1).ShouldNotBe(Drawn(name, 4, 64, fills: 1));
    }

    [Fact]
    public void An_unknown_source_is_refused_with_the_known_ones()
    {
        NoiseSources.Names.ShouldBe(["torch-cpu", "torch-cuda", "numpy"]);
        var message = Should.Throw<ArgumentOutOfRangeException>(() => NoiseSources.Create("dice", 0)).Message;
        foreach (var name in NoiseSources.Names.Append("dice"))
            message.ShouldContain(name);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1L << 32)]
    public void A_seed_that_numpy_does_not_take_is_refused(long seed) =>
        Should.Throw<ArgumentOutOfRangeException>(() => NoiseSources.Create("numpy", seed)).Message.ShouldContain("4294967295");

    private static float[] Drawn(string name, long seed, int length, int fills)
    {
        var source = NoiseSources.Create(name, seed);
        var values = new float[length * fills];
        for (var fill = 0; fill < fills; fill++)
            source.Fill(values.AsSpan(fill * length, length));
        return values;
    }
}
