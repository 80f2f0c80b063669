using Nights.Domain.Randomness;

namespace Nights.Generator.Remote.Service;

/// <summary>
/// How long to wait before a request is sent again: 1, 2, 4 … 60 seconds, each less up to half of itself, so that generators do not come back in step.
/// </summary>
internal static class Backoff
{
    private const int LongestExponent = 6;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    /// <param name="tries">How often it was tried, from 1.</param>
    /// <param name="seed">Decides the part taken off: give each order its own.</param>
    public static TimeSpan After(int tries, long seed)
    {
        var full = TimeSpan.FromSeconds(1 << Math.Min(tries - 1, LongestExponent));
        var part = 1 - SplitMix64.Stream(seed, tries).NextDouble() / 2;
        return (full < Longest ? full : Longest) * part;
    }

    /// <summary>The seed of an order.</summary>
    public static long SeedOf(Guid paintingId) => BitConverter.ToInt64(paintingId.ToByteArray(), 8);
}
