using Nights.Domain.Randomness;

namespace Nights.Domain.Quality;

/// <summary>Where on a page the hidden gold stands.</summary>
public static class GoldPlaces
{
    /// <summary>
    /// Places of the gold trials, ascending. Their mean number over seeds is share times trials: the whole part always, the
    /// fraction by chance. Every place is equally likely.
    /// </summary>
    /// <param name="seed">Same seed, same places.</param>
    /// <param name="trials">Trials on the page, gold included.</param>
    /// <param name="share">0 to 0.5.</param>
    public static IReadOnlyList<int> Draw(long seed, int trials, double share)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(trials);
        if (share is not (>= 0 and <= 0.5)) throw new ArgumentOutOfRangeException(nameof(share), share, "The gold share is 0 to 0.5.");
        var draw = new SplitMix64(seed);
        var wanted = share * trials;
        var count = (int)Math.Floor(wanted);
        if (draw.NextDouble() < wanted - count) count++;
        var places = Enumerable.Range(0, trials).ToArray();
        for (var i = 0; i < count; i++)
        {
            var other = i + draw.Next(trials - i);
            (places[i], places[other]) = (places[other], places[i]);
        }

        return [.. places[..count].Order()];
    }
}
