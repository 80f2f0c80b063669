namespace Nights.DreamSim.Baselines;

/// <summary>One step of a stack of convolutions, as data.</summary>
internal abstract record Layer
{
    /// <summary>A square convolution with bias.</summary>
    public sealed record Convolution(int From, int To, int Kernel, int Stride = 1, int Padding = 0) : Layer;

    /// <summary>max(0, x).</summary>
    public sealed record Rectifier : Layer;

    /// <summary>The largest of a square.</summary>
    /// <param name="Kernel">Its edge.</param>
    /// <param name="Stride">Between two.</param>
    /// <param name="Ceiling">Whether a square that hangs over the edge counts.</param>
    public sealed record MaxPool(int Kernel, int Stride, bool Ceiling = false) : Layer;

    /// <summary>SqueezeNet's: 1 × 1 to few channels, then 1 × 1 and 3 × 3 to many, side by side.</summary>
    public sealed record Fire(int From, int Squeeze, int Expand) : Layer;

    /// <summary>DISTS's: the square root of a blurred square, every second pixel.</summary>
    public sealed record L2Pool(int Channels) : Layer;
}
