using Nights.Diffusion.Noise;

namespace Nights.Tests.Diffusion.Variations;

/// <summary>Noise for tests of variations.</summary>
internal static class A
{
    public static float[] Noise(int length, long seed)
    {
        var noise = new float[length];
        new TorchCpuNoise(seed).Fill(noise);
        return noise;
    }

    public static double Variance(IEnumerable<float> values)
    {
        var numbers = values.Select(value => (double)value).ToArray();
        var mean = numbers.Average();
        return numbers.Average(value => (value - mean) * (value - mean));
    }
}
