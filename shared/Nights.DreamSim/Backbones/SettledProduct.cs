using Nights.DreamSim.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Nights.DreamSim.Backbones;

/// <summary>
/// x · weightᵀ + bias for a weight that stays as it is: on the CPU a large product without gradients uses a copy of it, laid out for the number of rows that
/// the first such product has. Products of other sizes are computed as ever.
/// </summary>
internal sealed class SettledProduct(Parameter weight, Parameter bias) : IDisposable
{
    // Of fewer rows (two pictures of 197 tokens) a product is mostly reading the weight, in whichever layout.
    private const int LeastRows = 394;
    private readonly bool packable = PackedProducts.Available && weight.device_type == TorchSharp.DeviceType.CPU && weight.dtype == ScalarType.Float32;
    private Copy? packed;

    /// <summary>How many rows the copy is for; 0 while there is none.</summary>
    public long PackedRows => packed?.Rows ?? 0;

    /// <param name="x">(..., inputs).</param>
    /// <returns>(..., outputs).</returns>
    public Tensor Of(Tensor x)
    {
        var rows = x.numel() / x.shape[^1];
        if (!packable || rows < LeastRows || is_grad_enabled()) return nn.functional.linear(x, weight, bias);

        var copy = packed ?? Pack(rows);
        return copy.Rows == rows ? PackedProducts.Linear(x, copy.Weight, weight, bias, rows) : nn.functional.linear(x, weight, bias);
    }

    public void Dispose() => packed?.Weight.Dispose();

    /// <summary>Of threads that come together one leaves its copy.</summary>
    private Copy Pack(long rows)
    {
        var copy = new Copy(PackedProducts.Pack(weight, rows).DetachFromDisposeScope(), rows);
        var first = Interlocked.CompareExchange(ref packed, copy, null);
        if (first is null) return copy;

        copy.Weight.Dispose();
        return first;
    }

    private sealed record Copy(Tensor Weight, long Rows);
}
