using static TorchSharp.torch;

namespace Nights.DreamSim.Baselines;

/// <summary>An encoder's output as one embedding a picture.</summary>
public static class EncoderOutput
{
    /// <param name="output">(batch, width), (batch, tokens, channels) or (batch, channels, rows, columns).</param>
    /// <param name="pool">What of it.</param>
    /// <param name="name">Of the encoder, for messages.</param>
    /// <returns>(batch, width).</returns>
    /// <exception cref="InvalidDataException">The output has no such part.</exception>
    public static Tensor Embeddings(Tensor output, EncoderPool pool, string name) => (pool, output.dim()) switch
    {
        (EncoderPool.Flatten, >= 2) or (_, 2) => output.flatten(1),
        (EncoderPool.Mean, 3) => output.mean([1]),
        (EncoderPool.Mean, 4) => output.mean([2, 3]),
        (EncoderPool.First, 3) => output.select(1, 0),
        _ => throw new InvalidDataException(
            $"{name}: an output of shape [{string.Join(", ", output.shape)}] has no {pool.ToString().ToLowerInvariant()} to take. "
            + "mean needs 3 or 4 dimensions, first 3, flatten at least 2."),
    };
}
