namespace Nights.Domain.Randomness;

/// <summary>
/// Seeds of pictures that are painted again because a candidate was screened out: a function of the planned seed, so that whoever paints the order paints
/// the same. The first candidate of the first attempt has the planned seed itself.
/// </summary>
public static class CandidateSeed
{
    private const long Stream = 5;

    /// <param name="planned">The seed of the plan, in [0, 2³²).</param>
    /// <param name="attempt">How often the campaign sent the whole painting back, from 0.</param>
    /// <param name="candidate">How many candidates of this picture were screened out before in this attempt.</param>
    /// <returns>In [0, 2³²).</returns>
    public static long Of(long planned, int attempt, int candidate)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(attempt);
        ArgumentOutOfRangeException.ThrowIfNegative(candidate);
        return attempt == 0 && candidate == 0
            ? planned
            : (long)(SplitMix64.Stream(planned, Stream + (long)attempt * 1024 + candidate).Next() >> 32);
    }
}
