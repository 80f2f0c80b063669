using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Nights.DreamSim.Backbones;

/// <summary>One transformer block with norms before attention and perceptron: (batch, tokens, width) to (batch, kept, width).</summary>
internal sealed class Block : nn.Module<Tensor, Tensor>
{
    private readonly LayerNorm norm1;
    private readonly Attention attn;
    private readonly LayerNorm norm2;
    private readonly Mlp mlp;

    public Block(BackboneOptions options, double eps) : base(nameof(Block))
    {
        norm1 = nn.LayerNorm(options.Width, eps);
        attn = new Attention(options.Width, options.Heads);
        norm2 = nn.LayerNorm(options.Width, eps);
        mlp = new Mlp(options.Width, quick: options.Family == BackboneFamily.Clip);
        RegisterComponents();
    }

    public QkvProjection Qkv => attn.Qkv;

    public override Tensor forward(Tensor x) => forward(x, (int)x.shape[1]);

    /// <summary>The same for the first <paramref name="kept"/> tokens only: what the last block of a class-token feature needs.</summary>
    public Tensor forward(Tensor x, int kept)
    {
        using var scope = NewDisposeScope();
        var attended = attn.forward(norm1.forward(x), kept);
        x = (kept == x.shape[1] ? x : x.narrow(1, 0, kept)) + attended;
        return (x + mlp.forward(norm2.forward(x))).MoveToOuterDisposeScope();
    }
}
