using static TorchSharp.torch;

namespace Nights.NumericsTests.Baselines;

/// <summary>Pictures of noise, and weights, from a seed.</summary>
internal static class RandomPictures
{
    /// <summary>Values in [0, 1] that float32 holds exactly.</summary>
    public static NaiveMap[] Of(int count, int height, int width, int seed = 3)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => new NaiveMap(3, height, width, [.. Enumerable.Range(0, 3 * height * width).Select(_ => (double)(float)random.NextDouble())]))];
    }

    public static Tensor Tensor(NaiveMap[] pictures) =>
        tensor(pictures.SelectMany(picture => picture.Values).Select(value => (float)value).ToArray(), [pictures.Length, 3, pictures[0].Rows, pictures[0].Columns]);

    /// <summary>In [0, 1], as those of LPIPS and DISTS.</summary>
    public static float[] Weights(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)random.NextDouble())];
    }
}
