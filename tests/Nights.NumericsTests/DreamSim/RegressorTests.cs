using Nights.DreamSim;
using Nights.DreamSim.Losses;
using Nights.DreamSim.Metrics;
using Nights.DreamSim.Native;
using Nights.DreamSim.Triplets;
using static TorchSharp.torch;

namespace Nights.NumericsTests.DreamSim;

/// <summary>The pairwise regressor against the same arithmetic on plain numbers.</summary>
public sealed class RegressorTests
{
    [Fact]
    public void Similarity_is_the_perceptron_of_the_cosine()
    {
        using var scope = NewDisposeScope();
        using var gradients = no_grad();
        random.manual_seed(3);
        using var model = GoldenModels.Build(["dino_cls"], model: options => options with { Regressor = new RegressorOptions { Hidden = 5 } });
        var parameters = model.Parameters.Where(p => p.Name.StartsWith("regressor.", StringComparison.Ordinal)).ToDictionary(p => p.Name["regressor.".Length..], p => p.Tensor);
        foreach (var weight in parameters.Values) weight.copy_(randn(weight.shape));
        var (a, b) = (model.Embed(Golden.Pictures(0, 1, 2)), model.Embed(Golden.Pictures(0, 4, 5)));

        var similarity = model.Similarity(a, b).cpu().data<float>().ToArray();

        parameters.ToDictionary(p => p.Key, p => string.Join('x', p.Value.shape)).ShouldBe(
            new Dictionary<string, string> { ["fc1.weight"] = "5x1", ["fc1.bias"] = "5", ["fc2.weight"] = "1x5", ["fc2.bias"] = "1" }, ignoreOrder: true);
        var values = parameters.ToDictionary(p => p.Key, p => p.Value.cpu().data<float>().ToArray());
        for (var i = 0; i < 3; i++)
        {
            var (x, y) = (a[i].cpu().data<float>().ToArray(), b[i].cpu().data<float>().ToArray());
            var cosine = x.Zip(y, (p, q) => (double)p * q).Sum() / Math.Sqrt(x.Sum(p => (double)p * p) * y.Sum(q => (double)q * q));
            double logit = values["fc2.bias"][0];
            for (var h = 0; h < 5; h++) logit += values["fc2.weight"][h] * Math.Max(0, values["fc1.weight"][h] * cosine + values["fc1.bias"][h]);
            ((double)similarity[i]).ShouldBe(1 / (1 + Math.Exp(-logit)), 1e-5);
        }
    }

    [Fact]
    public void Files_are_compared_by_distance_and_similarity()
    {
        using var model = GoldenModels.Build(["dino_cls"], model: options => options with { Regressor = new RegressorOptions() });
        using var plain = GoldenModels.Build("dino_cls");
        var files = new[] { 0, 0, 1 }.Select(i => Golden.DreamSim(Path.Combine("images", Golden.DreamSimManifest.GetProperty("images")[i].GetString()!))).ToArray();

        (string, string)[] pairs = [(files[0], files[1]), (files[0], files[2])];

        var compared = model.Scores(pairs, Precision.Float32, null, TestContext.Current.CancellationToken);

        var expected = plain.Distances(files, TestContext.Current.CancellationToken);
        for (var i = 0; i < 2; i++) compared[i].Distance.ShouldBe(expected[i], 1e-6);
        compared.ShouldAllBe(pair => pair.Similarity > 0 && pair.Similarity < 1);
        plain.Scores(pairs, Precision.Float32, null, TestContext.Current.CancellationToken).ShouldAllBe(pair => pair.Similarity == null);
    }

    [Fact]
    public void The_loss_of_a_pair_is_the_square_of_what_is_missed()
    {
        using var scope = NewDisposeScope();
        SimilarityLoss.Of(tensor(new[] { 0.25f, 1f, 0f }), tensor(new[] { 0.75f, 1f, 1f })).data<float>().ToArray().ShouldBe([0.25f, 0f, 1f]);
    }

    [Fact]
    public void A_model_without_a_regressor_says_how_to_get_one()
    {
        using var model = GoldenModels.Build("dino_cls");
        using var embedding = zeros(1, 64);

        Should.Throw<InvalidOperationException>(() => model.Similarity(embedding, embedding)).Message.ShouldContain("recipe 'pairs'");
    }
}
