using Nights.Domain.Randomness;

namespace Nights.Domain.Perturbations;

/// <summary>
/// Which pair of changes a painting shows and on which sides. Pairs come round in shuffled turns, so each is used equally often (to within one), and a
/// pair changes its sides each time it comes; within a turn half of the pairs (to within one) stand swapped.
/// </summary>
public sealed class VariationTurns
{
    // Far above the streams of the category turns, which are counted from 2.
    private const long PairStream = 1L << 40;
    private const long SideStream = 1L << 41;

    private readonly IReadOnlyList<VariationPair> pairs;
    private readonly long seed;
    private readonly SeededPermutation sides;

    /// <param name="pairs">At least one.</param>
    /// <param name="seed">The campaign's.</param>
    public VariationTurns(IReadOnlyList<VariationPair> pairs, long seed)
    {
        (this.pairs, this.seed) = (pairs, seed);
        sides = new SeededPermutation(pairs.Count, seed, SideStream);
    }

    /// <summary>The pair of a painting: <see cref="VariationPair.One"/> is what picture 1 changes, <see cref="VariationPair.Other"/> what picture 2 does.</summary>
    /// <param name="number">Not negative.</param>
    public VariationPair At(int number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        var (turn, place) = Math.DivRem(number, pairs.Count);
        var which = (int)new SeededPermutation(pairs.Count, seed, PairStream + turn).At(place);
        var swapped = (sides.At(which) + turn) % 2 == 1;
        return swapped ? new VariationPair(pairs[which].Other, pairs[which].One) : pairs[which];
    }
}
