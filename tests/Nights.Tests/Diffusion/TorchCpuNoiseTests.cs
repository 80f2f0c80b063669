using Nights.Diffusion.Noise;

namespace Nights.Tests.Diffusion;

/// <summary>Values published with torch and reproduced by other ports.</summary>
public sealed class TorchCpuNoiseTests
{
    [Theory]
    [InlineData(0, new[] { -1.1258f, -1.1524f, -0.2506f, -0.4339f, 0.8487f, 0.6920f, -0.3160f, -2.1152f })]
    [InlineData(42, new[] { 1.9269f, 1.4873f, 0.9007f, -2.1055f })]
    public void Sixteen_numbers_and_more_are_torchs(long seed, float[] expected)
    {
        var values = new float[4096];
        new TorchCpuNoise(seed).Fill(values);

        for (var i = 0; i < expected.Length; i++)
            values[i].ShouldBe(expected[i], 6e-5f);
    }

    [Fact]
    public void Fewer_than_sixteen_numbers_are_torchs()
    {
        var values = new float[4];
        new TorchCpuNoise(0).Fill(values);

        float[] expected = [1.5410f, -0.2934f, -2.1788f, 0.5684f];
        for (var i = 0; i < 4; i++)
            values[i].ShouldBe(expected[i], 6e-5f);
    }

    [Fact]
    public void A_length_that_is_no_multiple_of_sixteen_redraws_its_last_sixteen()
    {
        float[] whole = new float[32], cut = new float[20];
        new TorchCpuNoise(5).Fill(whole);
        new TorchCpuNoise(5).Fill(cut);

        cut[..4].ShouldBe(whole[..4]);
        cut[4..].ShouldNotBe(whole[4..20]);
    }

    [Fact]
    public void It_is_standard_normal()
    {
        var values = new float[1 << 18];
        new TorchCpuNoise(3).Fill(values);

        values.Average().ShouldBe(0, 0.01);
        values.Average(value => value * value).ShouldBe(1, 0.01);
    }

    [Fact]
    public void A_row_of_a_batch_is_what_it_is_alone()
    {
        var (batch, alone) = (new float[3 * 64], new float[64]);
        new NoiseByRow([new TorchCpuNoise(7), new TorchCpuNoise(8), new TorchCpuNoise(9)]).Fill(batch);
        new TorchCpuNoise(8).Fill(alone);

        batch[64..128].ShouldBe(alone);
    }
}
