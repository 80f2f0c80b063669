using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Nights.DreamSim.Backbones;

/// <summary>Multi-head self-attention: (batch, tokens, width) to (batch, queries, width). Parameter names as in DINO.</summary>
internal sealed class Attention : nn.Module<Tensor, Tensor>
{
    private readonly QkvProjection qkv;
    private readonly Linear proj;
    private readonly int heads;
    private SettledProduct? settled;

    public Attention(int width, int heads) : base(nameof(Attention))
    {
        this.heads = heads;
        qkv = new QkvProjection(width);
        proj = nn.Linear(width, width);
        RegisterComponents();
    }

    public QkvProjection Qkv => qkv;

    /// <summary>Whether the weights stay as they are from now on.</summary>
    public void Settle(bool on)
    {
        settled?.Dispose();
        settled = on ? new SettledProduct(proj.weight!, proj.bias!) : null;
        qkv.Settle(on);
    }

    public override Tensor forward(Tensor x) => forward(x, (int)x.shape[1]);

    /// <summary>Attends from the first <paramref name="queries"/> tokens only to all of them.</summary>
    public Tensor forward(Tensor x, int queries)
    {
        using var scope = NewDisposeScope();
        var (batch, tokens, width) = (x.shape[0], x.shape[1], x.shape[2]);
        var parts = qkv.forward(x).view(batch, tokens, 3, heads, width / heads).permute(2, 0, 3, 1, 4).unbind(0);    // each (B, H, T, D)
        var asked = queries == tokens ? parts[0] : parts[0].narrow(2, 0, queries);
        var attended = nn.functional.scaled_dot_product_attention(asked, parts[1], parts[2]);
        var joined = attended.transpose(1, 2).reshape(batch, queries, width);
        return (settled?.Of(joined) ?? proj.forward(joined)).MoveToOuterDisposeScope();
    }
}
