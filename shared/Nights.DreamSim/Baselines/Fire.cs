using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Nights.DreamSim.Baselines;

/// <summary>SqueezeNet's module: a narrow layer, then two wide ones side by side. Names are torchvision's.</summary>
internal sealed class Fire : nn.Module<Tensor, Tensor>
{
    private readonly Conv2d squeeze;
    private readonly Conv2d expand1x1;
    private readonly Conv2d expand3x3;

    public Fire(Layer.Fire layer) : base(nameof(Fire))
    {
        squeeze = nn.Conv2d(layer.From, layer.Squeeze, 1);
        expand1x1 = nn.Conv2d(layer.Squeeze, layer.Expand, 1);
        expand3x3 = nn.Conv2d(layer.Squeeze, layer.Expand, 3, padding: 1);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var narrow = nn.functional.relu(squeeze.forward(x));
        return nn.functional.relu(cat([expand1x1.forward(narrow), expand3x3.forward(narrow)], 1)).MoveToOuterDisposeScope();
    }
}
