using Nights.DreamSim.Baselines;
using static TorchSharp.torch;

namespace Nights.NumericsTests.Baselines;

public sealed class DistsTests
{
    private const int Width = 3 + 64 + 128 + 256 + 512 + 512;

    [Fact]
    public void It_is_one_minus_the_papers_sum_of_texture_and_structure()
    {
        using var scope = NewDisposeScope();
        var networks = new NaiveNetworks("vgg16", 6);
        var pictures = RandomPictures.Of(2, 33, 31);
        var (alpha, beta) = (RandomPictures.Weights(Width, 1), RandomPictures.Weights(Width, 2));
        using var dists = Loaded(networks.Tensors, alpha, beta);
        var (left, right) = (Features(networks, pictures[0]), Features(networks, pictures[1]));

        var distances = dists.Distances(RandomPictures.Tensor(pictures), tensor(new long[] { 0, 1, 1 }), tensor(new long[] { 1, 0, 1 })).data<float>().ToArray();

        distances[0].ShouldBe((float)Naive(left, right, alpha, beta), 2e-5f);
        distances[0].ShouldBeGreaterThan(0.05f);
        distances[1].ShouldBe(distances[0], 1e-6f);
        distances[2].ShouldBe(0, 1e-6f);
    }

    [Fact]
    public void Weights_of_another_width_are_refused()
    {
        using var scope = NewDisposeScope();
        Should.Throw<InvalidDataException>(() => Loaded(new NaiveNetworks("vgg16", 1).Tensors, new float[Width], new float[Width - 3]))
            .Message.ShouldContain("'beta' of somewhere (weights) has the shape [1, 1472, 1, 1]; the model needs [1, 1475, 1, 1]");
    }

    private static Dists Loaded(Dictionary<string, Tensor> features, float[] alpha, float[] beta)
    {
        var dists = new Dists();
        dists.Load(features, new Dictionary<string, Tensor> { ["alpha"] = tensor(alpha, [1, alpha.Length, 1, 1]), ["beta"] = tensor(beta, [1, beta.Length, 1, 1]) }, "somewhere");
        return dists;
    }

    private static List<NaiveMap> Features(NaiveNetworks networks, NaiveMap picture)
    {
        double[] mean = [0.485, 0.456, 0.406], deviation = [0.229, 0.224, 0.225];
        return [picture, .. networks.Vgg16(picture.Select((channel, value) => (value - mean[channel]) / deviation[channel]), map => map.L2Pool())];
    }

    private static double Naive(List<NaiveMap> left, List<NaiveMap> right, float[] alpha, float[] beta)
    {
        const double C = 1e-6;
        var (total, similarity, channel) = (alpha.Sum(w => (double)w) + beta.Sum(w => (double)w), 0.0, 0);
        foreach (var (a, b) in left.Zip(right))
        {
            var size = a.Rows * a.Columns;
            for (var c = 0; c < a.Channels; c++, channel++)
            {
                var (x, y) = (a.Values.AsSpan(c * size, size).ToArray(), b.Values.AsSpan(c * size, size).ToArray());
                var (mx, my) = (x.Average(), y.Average());
                var (vx, vy) = (x.Average(v => (v - mx) * (v - mx)), y.Average(v => (v - my) * (v - my)));
                var covariance = x.Zip(y).Average(v => (v.First - mx) * (v.Second - my));
                similarity += alpha[channel] / total * (2 * mx * my + C) / (mx * mx + my * my + C) + beta[channel] / total * (2 * covariance + C) / (vx + vy + C);
            }
        }
        return 1 - similarity;
    }
}
