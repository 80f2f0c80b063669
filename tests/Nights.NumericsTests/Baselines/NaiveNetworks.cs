using static TorchSharp.torch;

namespace Nights.NumericsTests.Baselines;

/// <summary>
/// AlexNet, VGG-16 and SqueezeNet 1.1 as their papers and torchvision's published names have them, with weights from a seed, computed without libtorch.
/// </summary>
internal sealed class NaiveNetworks
{
    private readonly Dictionary<string, (float[] Values, long[] Shape)> weights = [];
    private readonly Random random;

    public NaiveNetworks(string name, int seed)
    {
        random = new Random(seed);
        switch (name)
        {
            case "alexnet":
                foreach (var (place, from, to, kernel) in new[] { (0, 3, 64, 11), (3, 64, 192, 5), (6, 192, 384, 3), (8, 384, 256, 3), (10, 256, 256, 3) })
                    Convolution($"features.{place}", from, to, kernel);
                break;
            case "vgg16":
                foreach (var (place, from, to) in Vgg) Convolution($"features.{place}", from, to, 3);
                break;
            default:
                Convolution("features.0", 3, 64, 3);
                foreach (var (place, from, squeeze, expand) in Fires)
                {
                    Convolution($"features.{place}.squeeze", from, squeeze, 1);
                    Convolution($"features.{place}.expand1x1", squeeze, expand, 1);
                    Convolution($"features.{place}.expand3x3", squeeze, expand, 3);
                }
                break;
        }
    }

    private static readonly (int Place, int From, int To)[] Vgg =
        [(0, 3, 64), (2, 64, 64), (5, 64, 128), (7, 128, 128), (10, 128, 256), (12, 256, 256), (14, 256, 256),
         (17, 256, 512), (19, 512, 512), (21, 512, 512), (24, 512, 512), (26, 512, 512), (28, 512, 512)];

    private static readonly (int Place, int From, int Squeeze, int Expand)[] Fires =
        [(3, 64, 16, 64), (4, 128, 16, 64), (6, 128, 32, 128), (7, 256, 32, 128), (9, 256, 48, 192), (10, 384, 48, 192), (11, 384, 64, 256), (12, 512, 64, 256)];

    /// <summary>Under torchvision's names.</summary>
    public Dictionary<string, Tensor> Tensors => weights.ToDictionary(w => w.Key, w => tensor(w.Value.Values, w.Value.Shape));

    public List<NaiveMap> AlexNet(NaiveMap x)
    {
        var first = Layer(x, 0, 11, 4, 2);
        var second = Layer(first.MaxPool(3), 3, 5, 1, 2);
        var third = Layer(second.MaxPool(3), 6, 3, 1, 1);
        var fourth = Layer(third, 8, 3, 1, 1);
        return [first, second, third, fourth, Layer(fourth, 10, 3, 1, 1)];
    }

    public List<NaiveMap> Vgg16(NaiveMap x, Func<NaiveMap, NaiveMap> pool)
    {
        var taps = new List<NaiveMap>();
        foreach (var place in Vgg.Select(layer => layer.Place))
        {
            if (place is 5 or 10 or 17 or 24) x = pool(x);
            x = Layer(x, place, 3, 1, 1);
            if (place is 2 or 7 or 14 or 21 or 28) taps.Add(x);
        }
        return taps;
    }

    public List<NaiveMap> SqueezeNet(NaiveMap x)
    {
        x = Layer(x, 0, 3, 2, 0);
        var taps = new List<NaiveMap> { x };
        foreach (var place in Fires.Select(fire => fire.Place))
        {
            if (place is 3 or 6 or 9) x = x.MaxPool(3, ceiling: true);
            var narrow = Layer(x, $"{place}.squeeze", 1, 1, 0);
            x = NaiveMap.Join(Layer(narrow, $"{place}.expand1x1", 1, 1, 0), Layer(narrow, $"{place}.expand3x3", 3, 1, 1));
            if (place is 4 or 7 or >= 9) taps.Add(x);
        }
        return taps;
    }

    private NaiveMap Layer(NaiveMap x, object place, int kernel, int stride, int padding) =>
        x.Convolve(weights[$"features.{place}.weight"].Values, weights[$"features.{place}.bias"].Values, kernel, stride, padding).Relu();

    private void Convolution(string name, int from, int to, int kernel)
    {
        var limit = Math.Sqrt(6.0 / (from * kernel * kernel));      // activations neither vanish nor grow
        weights[$"{name}.weight"] = (Values(to * from * kernel * kernel, limit), [to, from, kernel, kernel]);
        weights[$"{name}.bias"] = (Values(to, 0.1), [to]);
    }

    private float[] Values(int count, double limit) => [.. Enumerable.Range(0, count).Select(_ => (float)((2 * random.NextDouble() - 1) * limit))];
}
