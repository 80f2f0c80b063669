namespace Nights.Domain.Jnd;

/// <summary>How often a pair was called the same. The share is the pair's similarity in [0, 1].</summary>
/// <param name="Same">Counted judgements "same".</param>
/// <param name="Total">Counted judgements.</param>
public readonly record struct SameRate(int Same, int Total)
{
    public int Different => Total - Same;

    /// <summary>Null without a judgement.</summary>
    public double? Share => Total == 0 ? null : (double)Same / Total;

    public SameRate Add(bool same) => new(Same + (same ? 1 : 0), Total + 1);

    public static SameRate operator +(SameRate one, SameRate other) => Add(one, other);

    public static SameRate Add(SameRate one, SameRate other) => new(one.Same + other.Same, one.Total + other.Total);

    /// <summary>
    /// 95 % interval after Wilson (1927): (p + z²/2n ± z √(p(1−p)/n + z²/4n²)) / (1 + z²/n). Without a judgement nothing is known: 0 to 1.
    /// </summary>
    public Interval Wilson()
    {
        if (Total == 0) return new Interval(0, 1);
        var (n, p, zz) = ((double)Total, (double)Same / Total, Normal.Z95 * Normal.Z95);
        var centre = p + zz / (2 * n);
        var half = Normal.Z95 * Math.Sqrt(p * (1 - p) / n + zz / (4 * n * n));
        return new Interval(Math.Max(0, (centre - half) / (1 + zz / n)), Math.Min(1, (centre + half) / (1 + zz / n)));
    }
}

/// <summary>From and to.</summary>
public readonly record struct Interval(double Low, double High);
