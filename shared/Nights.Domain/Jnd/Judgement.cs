using Nights.Domain.Voting;

namespace Nights.Domain.Jnd;

/// <summary>What a participant said of a triplet's two pairs: true for "same", false for "different", null where that pair was not shown.</summary>
public readonly record struct Judgement(bool? SameA, bool? SameB)
{
    /// <summary>Puts answers in the order of presentation onto the candidates.</summary>
    /// <param name="answers">"Same" or not, one for each pair shown.</param>
    /// <param name="first">The candidate that was shown first.</param>
    /// <exception cref="ArgumentException">There are neither one nor two answers.</exception>
    public static Judgement Of(IReadOnlyList<bool> answers, Variation first) => (answers, first) switch
    {
        ([var one], Variation.A) => new Judgement(one, null),
        ([var one], Variation.B) => new Judgement(null, one),
        ([var one, var two], Variation.A) => new Judgement(one, two),
        ([var one, var two], Variation.B) => new Judgement(two, one),
        _ => throw new ArgumentException($"A trial has one answer or two, not {answers.Count}.", nameof(answers)),
    };

    /// <summary>The choice of 2AFC that it implies: the one candidate that looks the same as the reference. Null where both do, or neither, or one was not shown.</summary>
    public Variation? Choice => (SameA, SameB) switch
    {
        (true, false) => Variation.A,
        (false, true) => Variation.B,
        _ => null,
    };
}
