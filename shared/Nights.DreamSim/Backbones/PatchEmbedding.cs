using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Nights.DreamSim.Backbones;

/// <summary>Pictures (batch, 3, height, width) to patch tokens (batch, rows · columns, channels), row by row.</summary>
internal sealed class PatchEmbedding : nn.Module<Tensor, Tensor>
{
    private readonly Conv2d proj;

    public PatchEmbedding(BackboneOptions options) : base(nameof(PatchEmbedding))
    {
        proj = nn.Conv2d(3, options.Width, kernel_size: options.Patch, stride: options.Step);
        RegisterComponents();
    }

    public override Tensor forward(Tensor pictures)
    {
        using var scope = NewDisposeScope();
        return proj.forward(pictures).flatten(2).transpose(1, 2).MoveToOuterDisposeScope();
    }
}
