using Nights.Domain.Voting;

namespace Nights.Domain.Jnd;

/// <summary>
/// Trials whose truth is known: a pair of one picture, and a pair of two plainly different ones. Interleaved, one trial holds one of each; as simple pairs each is a trial.
/// So identical and different pairs are always half and half among them, and who answers the same word always is right in half of the answers.
/// </summary>
public static class CatchTrials
{
    /// <summary>Identical pairs, and likewise different ones, are at least this share of the trials.</summary>
    public const double LeastEach = 0.1;

    /// <summary>The least share of catch trials of both kinds together.</summary>
    public static double LeastShare(JndVariant variant) => variant switch
    {
        JndVariant.Interleaved => LeastEach,
        JndVariant.Pair => 2 * LeastEach,
        _ => throw new ArgumentOutOfRangeException(nameof(variant), variant, "Not a known variant."),
    };

    /// <summary>Whether every answer to a catch trial is right.</summary>
    /// <param name="judgement">What was answered.</param>
    /// <param name="identical">The candidate that is the reference again; the other is plainly different.</param>
    public static bool IsRight(Judgement judgement, Variation identical) =>
        (judgement.SameA ?? identical == Variation.A) == (identical == Variation.A) && (judgement.SameB ?? identical == Variation.B) == (identical == Variation.B);
}
