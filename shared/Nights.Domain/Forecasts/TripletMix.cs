using Nights.Domain.Randomness;

namespace Nights.Domain.Forecasts;

/// <summary>Which triplets a campaign is expected to ask about.</summary>
public sealed record TripletMix
{
    /// <summary>Share of coin flips, 0 to 1: nobody can tell which variation is more similar. The others are clear.</summary>
    public double Ambiguous { get; init; } = 0.3;

    /// <summary>When set, there are no two kinds: the share of people who choose A is drawn from Beta(d, d) for each triplet, and lapses are in it.</summary>
    public double? Difficulty { get; init; }

    /// <summary>The difficulty at which 20 % of triplets stay unanimous over six votes, as in NIGHTS.</summary>
    public const double OfNights = 1.59;

    /// <summary>The probability that somebody who looks chooses A.</summary>
    /// <param name="accuracy">How often such a person is right where a triplet is clear.</param>
    internal double Draw(SplitMix64 draw, double accuracy)
    {
        if (Difficulty is { } d) return BetaDraw.Next(draw, d, d);
        if (draw.NextDouble() < Ambiguous) return 0.5;
        return draw.NextDouble() < 0.5 ? accuracy : 1 - accuracy;
    }
}
