using static TorchSharp.torch;

namespace Nights.DreamSim.Losses;

/// <summary>
/// The ranking loss of two-alternative forced choice: max(0, margin − y (d_left − d_right)), y = +1 when the right picture was chosen, −1 for the left.
/// </summary>
/// <remarks>
/// Source: ssundaram21/dreamsim (db4d16c). A vote share is rounded half to even, so 0.5 counts as left; exactly at the margin the gradient is half.
/// </remarks>
public static class HingeLoss
{
    /// <param name="difference">d_left − d_right: (triplets).</param>
    /// <param name="rightShare">Share of votes for the right picture, in [0, 1]: (triplets).</param>
    /// <param name="margin">Distance by which the chosen picture should be closer.</param>
    /// <returns>The loss of each triplet: (triplets).</returns>
    public static Tensor Of(Tensor difference, Tensor rightShare, double margin)
    {
        using var scope = NewDisposeScope();
        var sign = 2 * rightShare.round() - 1;
        var violation = margin - sign * difference;
        return maximum(violation, zeros_like(violation)).MoveToOuterDisposeScope();
    }
}
