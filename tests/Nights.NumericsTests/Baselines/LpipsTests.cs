using Nights.DreamSim.Baselines;
using static TorchSharp.torch;

namespace Nights.NumericsTests.Baselines;

public sealed class LpipsTests
{
    [Theory]
    [InlineData("alexnet", 40, 35)]
    [InlineData("vgg16", 32, 33)]
    [InlineData("squeezenet1_1", 41, 64)]
    public void It_is_the_papers_sum_over_depths_of_weighed_differences_of_unit_features(string backbone, int height, int width)
    {
        using var scope = NewDisposeScope();
        var networks = new NaiveNetworks(backbone, 5);
        var pictures = RandomPictures.Of(3, height, width);
        var features = pictures.Select(picture => Features(networks, backbone, picture)).ToArray();
        float[][] linear = [.. features[0].Select((map, k) => RandomPictures.Weights(map.Channels, 40 + k))];
        using var lpips = Loaded(backbone, networks.Tensors, linear);

        var distances = lpips.Distances(RandomPictures.Tensor(pictures), tensor(new long[] { 0, 0, 2 }), tensor(new long[] { 1, 2, 2 })).data<float>().ToArray();

        distances[0].ShouldBe((float)Naive(features[0], features[1], linear), 1e-5f * distances[0]);
        distances[1].ShouldBe((float)Naive(features[0], features[2], linear), 1e-5f * distances[1]);
        distances[0].ShouldBeGreaterThan(0.01f);
        distances[2].ShouldBe(0);
    }

    [Fact]
    public void Weights_that_do_not_fit_are_refused_by_name()
    {
        using var scope = NewDisposeScope();
        var networks = new NaiveNetworks("alexnet", 1).Tensors;
        float[][] linear = [.. new[] { 64, 192, 384, 256, 256 }.Select(channels => RandomPictures.Weights(channels, 1))];

        Should.Throw<InvalidDataException>(() => new Lpips("resnet50")).Message.ShouldContain("there are alexnet, vgg16, squeezenet1_1");
        Should.Throw<InvalidDataException>(() => Loaded("alexnet", networks, linear[..4])).Message.ShouldContain("'lin4.model.1.weight'");
        Should.Throw<InvalidDataException>(() => Loaded("vgg16", networks, linear)).Message.ShouldContain("'features.0.weight'");
        networks["features.8.bias"][3] = float.NaN;
        Should.Throw<InvalidDataException>(() => Loaded("alexnet", networks, linear)).Message.ShouldContain("'features.8.bias' of somewhere (features) has 1 of 256 values that are no finite numbers");
    }

    private static Lpips Loaded(string backbone, Dictionary<string, Tensor> features, float[][] linear)
    {
        var lpips = new Lpips(backbone);
        lpips.Load(features, linear.Select((values, k) => (values, k)).ToDictionary(l => $"lin{l.k}.model.1.weight", l => tensor(l.values, [1, l.values.Length, 1, 1])), "somewhere");
        return lpips;
    }

    private static List<NaiveMap> Features(NaiveNetworks networks, string backbone, NaiveMap picture)
    {
        double[] shift = [-0.030, -0.088, -0.188], scale = [0.458, 0.448, 0.450];
        var input = picture.Select((channel, value) => (2 * value - 1 - shift[channel]) / scale[channel]);
        return backbone switch { "alexnet" => networks.AlexNet(input), "vgg16" => networks.Vgg16(input, map => map.MaxPool(2)), _ => networks.SqueezeNet(input) };
    }

    private static double Naive(List<NaiveMap> left, List<NaiveMap> right, float[][] linear) => left.Zip(right, linear).Sum(depth =>
    {
        var (a, b, weights) = depth;
        var sum = 0.0;
        for (var y = 0; y < a.Rows; y++)
            for (var x = 0; x < a.Columns; x++)
            {
                double Length(NaiveMap map) => Math.Sqrt(Enumerable.Range(0, map.Channels).Sum(c => map[c, y, x] * map[c, y, x])) + 1e-10;
                var (la, lb) = (Length(a), Length(b));
                sum += Enumerable.Range(0, a.Channels).Sum(c => weights[c] * Math.Pow(a[c, y, x] / la - b[c, y, x] / lb, 2));
            }
        return sum / (a.Rows * a.Columns);
    });
}
