using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Nights.DreamSim.Backbones;

/// <summary>One transformer block with norms before attention and perceptron: (batch, tokens, width) to (batch, kept, width).</summary>
internal sealed class Block : nn.Module<Tensor, Tensor>
{
    private readonly LayerNorm norm1;
    private readonly Attention attn;
    private readonly LayerScale? ls1;
    private readonly LayerNorm norm2;
    private readonly Mlp mlp;
    private readonly LayerScale? ls2;

    public Block(BackboneOptions options) : base(nameof(Block))
    {
        var (eps, scaled) = (options.Family.NormEpsilon(), options.Family == BackboneFamily.DinoV2);
        norm1 = nn.LayerNorm(options.Width, eps);
        attn = new Attention(options.Width, options.Heads);
        ls1 = scaled ? new LayerScale(options.Width) : null;
        norm2 = nn.LayerNorm(options.Width, eps);
        mlp = new Mlp(options.Width, quick: options.Family == BackboneFamily.Clip);
        ls2 = scaled ? new LayerScale(options.Width) : null;
        RegisterComponents();
    }

    public QkvProjection Qkv => attn.Qkv;

    /// <summary>Whether the weights stay as they are from now on.</summary>
    public void Settle(bool on)
    {
        attn.Settle(on);
        mlp.Settle(on);
    }

    public override Tensor forward(Tensor x) => forward(x, (int)x.shape[1]);

    /// <summary>The same for the first <paramref name="kept"/> tokens only: what the last block of a class-token feature needs.</summary>
    public Tensor forward(Tensor x, int kept)
    {
        using var scope = NewDisposeScope();
        var attended = attn.forward(norm1.forward(x), kept);
        if (ls1 is not null) attended = ls1.forward(attended);
        x = Sum(attended, kept == x.shape[1] ? x : x.narrow(1, 0, kept));
        var thought = mlp.forward(norm2.forward(x));
        if (ls2 is not null) thought = ls2.forward(thought);
        return Sum(thought, x).MoveToOuterDisposeScope();
    }

    /// <summary>Into the first, which is this block's own, where no gradient needs it as it is.</summary>
    private static Tensor Sum(Tensor own, Tensor other) => own.requires_grad || other.requires_grad ? own + other : own.add_(other);
}
