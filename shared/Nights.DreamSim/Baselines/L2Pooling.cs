using static TorchSharp.torch;

namespace Nights.DreamSim.Baselines;

/// <summary>
/// Pooling that does not alias: √(g ∗ x² + 10⁻¹²) at every second pixel, g the 3 × 3 Hann window of sum 1. (n, c, h, w) to (n, c, ⌈h / 2⌉, ⌈w / 2⌉).
/// </summary>
/// <remarks>Source: Hénaff and Simoncelli 2016; Ding et al. 2020, arXiv:2004.07728, and dingkeyan93/DISTS.</remarks>
internal sealed class L2Pooling : nn.Module<Tensor, Tensor>
{
    private readonly int channels;

    public L2Pooling(int channels) : base(nameof(L2Pooling))
    {
        this.channels = channels;
        // Hann of five without its zeros: ½, 1, ½.
        var window = tensor(new[] { 1f, 2, 1, 2, 4, 2, 1, 2, 1 }, [1, 1, 3, 3]).div_(16f).repeat(channels, 1, 1, 1).DetachFromDisposeScope();
        register_buffer("filter", window, persistent: false);
    }

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var energy = nn.functional.conv2d(x.square(), get_buffer("filter")!, strides: [2, 2], padding: [1, 1], groups: channels);
        return energy.add_(1e-12).sqrt_().MoveToOuterDisposeScope();
    }
}
