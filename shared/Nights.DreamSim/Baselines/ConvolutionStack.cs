using System.Globalization;
using static TorchSharp.torch;

namespace Nights.DreamSim.Baselines;

/// <summary>A stack of convolutions that gives features of several depths. Parameter names are torchvision's without <c>features.</c>, e.g. <c>0.weight</c>.</summary>
internal sealed class ConvolutionStack : nn.Module<Tensor, IReadOnlyList<Tensor>>
{
    private readonly List<nn.Module<Tensor, Tensor>> layers = [];
    private readonly HashSet<int> taps;

    public ConvolutionStack(StackLayout layout) : base(layout.Name)
    {
        taps = [.. layout.Taps];
        foreach (var (layer, place) in layout.Layers.Select((layer, place) => (layer, place)))
        {
            layers.Add(Module(layer));
            register_module(place.ToString(CultureInfo.InvariantCulture), layers[^1]);
        }
    }

    /// <param name="pictures">(n, 3, height, width), normalised as the weights want it.</param>
    /// <returns>One (n, channels, rows, columns) for each tap.</returns>
    public override IReadOnlyList<Tensor> forward(Tensor pictures)
    {
        using var scope = NewDisposeScope();
        var features = new List<Tensor>();
        var x = pictures;
        for (var place = 0; place < layers.Count; place++)
        {
            using var step = NewDisposeScope();
            var next = layers[place].forward(x).MoveToOuterDisposeScope();
            if (!taps.Contains(place - 1) && !ReferenceEquals(x, pictures)) x.Dispose();      // no layer but the next one and a tap needs it
            x = next;
            if (taps.Contains(place)) features.Add(x);
        }

        foreach (var feature in features) feature.MoveToOuterDisposeScope();
        return features;
    }

    private static nn.Module<Tensor, Tensor> Module(Layer layer) => layer switch
    {
        Layer.Convolution c => nn.Conv2d(c.From, c.To, c.Kernel, c.Stride, c.Padding),
        Layer.Rectifier => nn.ReLU(),
        Layer.MaxPool p => nn.MaxPool2d(p.Kernel, p.Stride, ceil_mode: p.Ceiling),
        Layer.Fire f => new Fire(f),
        Layer.L2Pool l => new L2Pooling(l.Channels),
        _ => throw new ArgumentException($"A {layer.GetType().Name} is no known layer.", nameof(layer)),
    };
}
