using Nights.DreamSim.Adapters;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Nights.DreamSim.Backbones;

/// <summary>
/// The joint query, key and value projection, with room for a low-rank update: y = W x + b + (alpha / rank) · B A dropout(x).
/// </summary>
/// <remarks>
/// (batch, tokens, width) to (batch, tokens, 3 · width). Source of the update: Hu et al. 2021, arXiv:2106.09685, eq. 3.
/// Names follow DINO (<c>weight</c>, <c>bias</c>) and PEFT (<c>lora_A.weight</c>, <c>lora_B.weight</c>): they are the checkpoint format.
/// </remarks>
internal sealed class QkvProjection : nn.Module<Tensor, Tensor>
{
    private readonly Parameter weight;
    private readonly Parameter bias;
    private Linear? lora_A;
    private Linear? lora_B;
    private double scale;
    private double dropout;
    private SettledProduct? settled;

    public QkvProjection(int width) : base(nameof(QkvProjection))
    {
        weight = new Parameter(zeros(3 * width, width));
        bias = new Parameter(zeros(3 * width));
        register_parameter(nameof(weight), weight);
        register_parameter(nameof(bias), bias);
    }

    /// <summary>Adds an update of zeros, to be filled or trained.</summary>
    public void Adapt(LoraOptions lora)
    {
        if (lora_A is not null) throw new InvalidOperationException("This projection has an adapter already: merge it first.");

        var width = weight.shape[1];
        lora_A = nn.Linear(width, lora.Rank, hasBias: false, device: weight.device);
        lora_B = nn.Linear(lora.Rank, 3 * width, hasBias: false, device: weight.device);
        using (no_grad())
        {
            lora_A.weight.zero_();
            lora_B.weight.zero_();
        }

        (scale, dropout) = (lora.Scale, lora.Dropout);
        register_module(nameof(lora_A), lora_A);
        register_module(nameof(lora_B), lora_B);
    }

    /// <summary>Rounds the weights to bfloat16; the update stays float32.</summary>
    /// <param name="exact">The same projection, unrounded: the update is taken from it.</param>
    public void Round(QkvProjection exact)
    {
        this.to(ScalarType.BFloat16);
        if (lora_A is null || lora_B is null) return;

        using var frozen = no_grad();
        lora_A.to(ScalarType.Float32);
        lora_B.to(ScalarType.Float32);
        lora_A.weight!.copy_(exact.lora_A!.weight!);
        lora_B.weight!.copy_(exact.lora_B!.weight!);
    }

    /// <summary>W' = W + (alpha / rank) B A. The result of the layer stays the same (to rounding).</summary>
    public void Merge()
    {
        if (lora_A is null) return;

        using var frozen = no_grad();
        Add(this);
        lora_A.weight!.zero_();
        lora_B!.weight!.zero_();
    }

    /// <summary>Adds the update of another projection into these weights.</summary>
    public void Add(QkvProjection adapted)
    {
        if (adapted.lora_A is null || adapted.lora_B is null) return;

        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        weight.add_(adapted.lora_B.weight!.matmul(adapted.lora_A.weight!).to(weight.device), alpha: adapted.scale);
    }

    /// <summary>Whether the weight stays as it is from now on.</summary>
    public void Settle(bool on)
    {
        settled?.Dispose();
        settled = on ? new SettledProduct(weight, bias) : null;
    }

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var y = settled?.Of(x) ?? nn.functional.linear(x, weight, bias);
        if (lora_A is not null)
        {
            var kept = training && dropout > 0 ? nn.functional.dropout(x, dropout, training: true) : x;
            var narrow = nn.functional.linear(kept, lora_A.weight!.to(x.dtype));       // the update is float32 whatever x is
            y = y.add(nn.functional.linear(narrow, lora_B!.weight!.to(x.dtype)), alpha: scale);
        }

        return y.MoveToOuterDisposeScope();
    }
}
