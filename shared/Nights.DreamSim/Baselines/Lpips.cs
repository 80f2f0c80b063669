using Nights.DreamSim.Checkpoints;
using Nights.DreamSim.Native;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Nights.DreamSim.Baselines;

/// <summary>
/// LPIPS: squared differences of a network's features, each pixel's scaled to length 1, weighed by channel, averaged over the picture, summed over depths.
/// </summary>
/// <remarks>Source: Zhang et al. 2018, arXiv:1801.03924; weights of version 0.1 of richzhang/PerceptualSimilarity.</remarks>
public sealed class Lpips : IPairNetwork
{
    private const double Least = 1e-10;
    private static readonly float[] Shift = [-0.030f, -0.088f, -0.188f], Scale = [0.458f, 0.448f, 0.450f];

    private readonly ConvolutionStack stack;
    private readonly StackLayout layout;
    private readonly Parameter[] weights;
    private readonly Tensor shift, scale;

    /// <summary>All weights zero, to be loaded.</summary>
    /// <param name="backbone">alexnet, vgg16 or squeezenet1_1.</param>
    /// <param name="device">Where it runs.</param>
    /// <exception cref="InvalidDataException">Another backbone.</exception>
    public Lpips(string backbone, Device? device = null)
    {
        TorchLibrary.EnsureLoaded();
        layout = StackLayout.All.FirstOrDefault(known => known.Name == backbone)
            ?? throw new InvalidDataException($"LPIPS has no backbone '{backbone}'; there are {string.Join(", ", StackLayout.All.Select(known => known.Name))}.");
        Device = device ?? CPU;
        stack = new ConvolutionStack(layout);
        stack.to(Device);
        stack.eval();
        weights = [.. layout.Channels.Select(channels => new Parameter(zeros([1, channels, 1, 1], device: Device).DetachFromDisposeScope(), requires_grad: false))];
        (shift, scale) = (Kept(Shift), Kept(Scale));

        // Whatever scope the caller has open, these live as long as the network.
        Tensor Kept(float[] values) => tensor(values, [1, 3, 1, 1], device: Device).DetachFromDisposeScope();
    }

    public int ShortestEdge => 32;

    public Device Device { get; }

    /// <summary>Every parameter under its published name: <c>features.0.weight</c> as torchvision, <c>lin0.model.1.weight</c> as lpips.</summary>
    internal IEnumerable<(string Name, Parameter Tensor)> Parameters =>
        stack.named_parameters().Select(p => ($"features.{p.name}", p.parameter)).Concat(weights.Select((weight, k) => ($"lin{k}.model.1.weight", weight)));

    /// <summary>Fills all weights from the two published files together.</summary>
    /// <param name="features">torchvision's state of the backbone; its classifier is ignored.</param>
    /// <param name="linear">The lpips file of this backbone.</param>
    /// <param name="name">Of the files, for messages.</param>
    /// <exception cref="InvalidDataException">A tensor is missing, of another shape, or not a number.</exception>
    public void Load(IReadOnlyDictionary<string, Tensor> features, IReadOnlyDictionary<string, Tensor> linear, string name)
    {
        Weights.Fill(Parameters.Where(p => p.Name.StartsWith("features.", StringComparison.Ordinal)), features, $"{name} (features)");
        Weights.Fill(Parameters.Where(p => p.Name.StartsWith("lin", StringComparison.Ordinal)), linear, $"{name} (weights)");
    }

    public Tensor Distances(Tensor pictures, Tensor first, Tensor second)
    {
        using var scope = NewDisposeScope();
        var features = stack.forward((pictures * 2 - 1 - shift) / scale);
        var distances = zeros(first.shape, device: Device);
        foreach (var (feature, weight) in features.Zip(weights))
        {
            using var depth = NewDisposeScope();
            var unit = feature / (feature.square().sum(1, keepdim: true).sqrt() + Least);
            var difference = (unit.index_select(0, first) - unit.index_select(0, second)).square();
            distances.add_((difference * weight).sum(1).mean([1, 2]));
        }

        return distances.MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        stack.Dispose();
        foreach (var weight in weights) weight.Dispose();
        shift.Dispose();
        scale.Dispose();
    }
}
