using Nights.Domain.Randomness;

namespace Nights.Domain.Quality;

/// <summary>Where on a page the hidden gold stands.</summary>
public static class GoldPlaces
{
    /// <summary>One of so many first trials of a HIT is gold.</summary>
    public const int Early = 5;

    private const long EarlyStream = 1;

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

    /// <summary>
    /// As <see cref="Draw"/> for the first page of a HIT, but one of its first five places is gold for sure, so that somebody who does not look is seen
    /// early: when none falls there, one moves there, or comes on top.
    /// </summary>
    public static IReadOnlyList<int> DrawFirst(long seed, int trials, double share)
    {
        var places = Draw(seed, trials, share);
        if (share is 0 || trials is 0 || (places.Count > 0 && places[0] < Early)) return places;
        var early = SplitMix64.Stream(seed, EarlyStream).Next(Math.Min(Early, trials));
        return [early, .. places.Skip(1)];
    }
}
