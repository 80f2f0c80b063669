using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Nights.DreamSim.Backbones;

/// <summary>DINOv2's learnt factor of each channel after attention or perceptron: x · gamma. Any shape ending in the width.</summary>
internal sealed class LayerScale : nn.Module<Tensor, Tensor>
{
    private readonly Parameter gamma;

    public LayerScale(int width) : base(nameof(LayerScale))
    {
        gamma = new Parameter(zeros(width));
        RegisterComponents();
    }

    public override Tensor forward(Tensor x) => x * gamma;
}
