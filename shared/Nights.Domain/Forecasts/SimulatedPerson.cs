using Nights.Domain.Quality;
using Nights.Domain.Randomness;
using Nights.Domain.Voting;

namespace Nights.Domain.Forecasts;

/// <summary>Somebody of a simulation: looks, clicks, or presses left.</summary>
internal sealed class SimulatedPerson(double? accuracy, bool pressesLeft)
{
    public GoldScore Gold { get; set; }
    public int Trials { get; set; }

    /// <summary>Places of the page that hold gold.</summary>
    public IReadOnlyList<int> GoldPlaces { get; set; } = [];

    /// <summary>What was cast and may be quarantined, by triplet.</summary>
    public Dictionary<int, (Variation Choice, Skill? Skill)> Cast { get; } = [];

    public static SimulatedPerson Arrive(SplitMix64 draw, PeopleMix mix)
    {
        var kind = draw.NextDouble();
        if (kind < mix.Spammers) return new SimulatedPerson(null, false);
        return kind < mix.Spammers + mix.Left ? new SimulatedPerson(null, true) : new SimulatedPerson(mix.Accuracy, false);
    }

    /// <summary>Sides are drawn for each trial, so whoever presses left answers like a coin too.</summary>
    public bool IsRight(SplitMix64 draw) => accuracy is { } share ? draw.NextDouble() < share : draw.NextDouble() < 0.5;

    /// <param name="chanceOfA">Probability that somebody who looks chooses A.</param>
    public Variation Choose(SplitMix64 draw, double chanceOfA)
    {
        var aOnLeft = draw.NextDouble() < 0.5;
        var choosesA = accuracy is not null ? draw.NextDouble() < chanceOfA : pressesLeft ? aOnLeft : draw.NextDouble() < 0.5;
        return choosesA ? Variation.A : Variation.B;
    }

    /// <summary>Practice as the page gives it: so many right, one retry.</summary>
    /// <param name="trials">Practice trials that were taken, to be paid.</param>
    public bool PassesPractice(SplitMix64 draw, int practice, int needed, out int trials)
    {
        for (trials = practice; ; trials += practice)
        {
            var right = 0;
            for (var i = 0; i < practice; i++) if (IsRight(draw)) right++;
            if (right >= needed) return true;
            if (trials > practice) return false;
        }
    }
}
