using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Nights.DreamSim.Backbones;

/// <summary>The two-layer perceptron of a block, four times as wide inside.</summary>
internal sealed class Mlp : nn.Module<Tensor, Tensor>
{
    private readonly Linear fc1;
    private readonly Linear fc2;
    private readonly bool quick;
    private SettledProduct? settled1;
    private SettledProduct? settled2;

    /// <param name="width">Channels of a token.</param>
    /// <param name="quick">x·σ(1.702 x), as OpenAI's CLIP, in place of the exact GELU.</param>
    public Mlp(int width, bool quick) : base(nameof(Mlp))
    {
        this.quick = quick;
        fc1 = nn.Linear(width, 4 * width);
        fc2 = nn.Linear(4 * width, width);
        RegisterComponents();
    }

    /// <summary>Whether the weights stay as they are from now on.</summary>
    public void Settle(bool on)
    {
        settled1?.Dispose();
        settled2?.Dispose();
        (settled1, settled2) = on ? (new SettledProduct(fc1.weight!, fc1.bias!), new SettledProduct(fc2.weight!, fc2.bias!)) : (null, null);
    }

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var hidden = Activated(settled1?.Of(x) ?? fc1.forward(x));
        return (settled2?.Of(hidden) ?? fc2.forward(hidden)).MoveToOuterDisposeScope();
    }

    /// <summary>In place where no gradient is asked for: a fresh tensor of this size costs more than its arithmetic.</summary>
    private Tensor Activated(Tensor hidden)
    {
        var graded = hidden.requires_grad;
        if (!quick) return nn.functional.gelu(hidden, inplace: !graded);

        var gate = hidden.mul(1.702).sigmoid_();
        return graded ? gate * hidden : gate.mul_(hidden);
    }
}
