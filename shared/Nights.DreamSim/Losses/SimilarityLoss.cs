using static TorchSharp.torch;

namespace Nights.DreamSim.Losses;

/// <summary>The loss of pairs: (similarity − share of people who called the pair the same)².</summary>
public static class SimilarityLoss
{
    /// <param name="similarity">What the model says, in [0, 1]: (pairs).</param>
    /// <param name="judged">What people said, in [0, 1]: (pairs).</param>
    /// <returns>The loss of each pair: (pairs).</returns>
    public static Tensor Of(Tensor similarity, Tensor judged)
    {
        using var scope = NewDisposeScope();
        return (similarity - judged).square().MoveToOuterDisposeScope();
    }
}
