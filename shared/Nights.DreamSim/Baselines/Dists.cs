using Nights.DreamSim.Checkpoints;
using Nights.DreamSim.Native;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Nights.DreamSim.Baselines;

/// <summary>
/// DISTS: texture (means of feature maps) and structure (their covariances), of the picture itself and five depths of VGG-16, weighed by channel.
/// </summary>
/// <remarks>Source: Ding et al. 2020, arXiv:2004.07728; dingkeyan93/DISTS.</remarks>
public sealed class Dists : IPairNetwork
{
    private const double C1 = 1e-6, C2 = 1e-6;
    private static readonly float[] Mean = [0.485f, 0.456f, 0.406f], Deviation = [0.229f, 0.224f, 0.225f];

    private readonly ConvolutionStack stack;
    private readonly int[] channels;
    private readonly Parameter alpha, beta;
    private readonly Tensor mean, deviation;

    /// <summary>All weights zero, to be loaded.</summary>
    public Dists(Device? device = null)
    {
        TorchLibrary.EnsureLoaded();
        Device = device ?? CPU;
        channels = [3, .. StackLayout.Vgg16L2.Channels];
        stack = new ConvolutionStack(StackLayout.Vgg16L2);
        stack.to(Device);
        stack.eval();
        (alpha, beta) = (Weight(), Weight());
        (mean, deviation) = (Kept(Mean), Kept(Deviation));

        Parameter Weight() => new(zeros([1, channels.Sum(), 1, 1], device: Device).DetachFromDisposeScope(), requires_grad: false);

        // Whatever scope the caller has open, these live as long as the network.
        Tensor Kept(float[] values) => tensor(values, [1, 3, 1, 1], device: Device).DetachFromDisposeScope();
    }

    public int ShortestEdge => 16;

    public Device Device { get; }

    /// <summary>Every parameter under its published name: <c>features.0.weight</c> as torchvision, <c>alpha</c> and <c>beta</c> as DISTS.</summary>
    internal IEnumerable<(string Name, Parameter Tensor)> Parameters =>
        stack.named_parameters().Select(p => ($"features.{p.name}", p.parameter)).Concat([("alpha", alpha), ("beta", beta)]);

    /// <summary>Fills all weights from the two published files together.</summary>
    /// <param name="features">torchvision's state of VGG-16; its classifier is ignored.</param>
    /// <param name="weights">DISTS's: alpha and beta, (1, 1475, 1, 1).</param>
    /// <param name="name">Of the files, for messages.</param>
    /// <exception cref="InvalidDataException">A tensor is missing, of another shape, or not a number.</exception>
    public void Load(IReadOnlyDictionary<string, Tensor> features, IReadOnlyDictionary<string, Tensor> weights, string name)
    {
        Weights.Fill(Parameters.Where(p => p.Name.StartsWith("features.", StringComparison.Ordinal)), features, $"{name} (features)");
        Weights.Fill(Parameters.Where(p => p.Name is "alpha" or "beta"), weights, $"{name} (weights)");
    }

    public Tensor Distances(Tensor pictures, Tensor first, Tensor second)
    {
        using var scope = NewDisposeScope();
        IEnumerable<Tensor> features = [pictures, .. stack.forward((pictures - mean) / deviation)];
        var total = alpha.sum() + beta.sum();
        var similarity = zeros(first.shape, device: Device);
        var from = 0L;
        foreach (var feature in features)
        {
            using var depth = NewDisposeScope();
            var width = feature.shape[1];
            var means = feature.mean([2, 3]);                                                   // (n, channels)
            var variances = (feature - means.unsqueeze(-1).unsqueeze(-1)).square().mean([2, 3]);
            var (a, b) = (means.index_select(0, first), means.index_select(0, second));
            var product = (feature.index_select(0, first) * feature.index_select(0, second)).mean([2, 3]);
            var texture = (2 * a * b + C1) / (a.square() + b.square() + C1);
            var structure = (2 * (product - a * b) + C2) / (variances.index_select(0, first) + variances.index_select(0, second) + C2);
            similarity.add_((texture * Of(alpha) + structure * Of(beta)).sum(1));
            from += width;

            Tensor Of(Tensor weight) => weight.flatten().narrow(0, from, width) / total;
        }

        return (1 - similarity).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        stack.Dispose();
        alpha.Dispose();
        beta.Dispose();
        mean.Dispose();
        deviation.Dispose();
    }
}
