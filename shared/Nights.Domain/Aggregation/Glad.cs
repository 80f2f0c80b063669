using Nights.Domain.Aggregation.Statistics;

namespace Nights.Domain.Aggregation;

/// <summary>
/// Generative model of labels, abilities and difficulties: P(y_iw = z_i) = σ(α_w β_i), the wrong labels equally probable, all labels equally probable beforehand;
/// α_w ~ N(1, 1), ln β_i ~ N(1, 1). Each round takes the labels' probabilities given α and β, then one Newton step for each α and one for each ln β, halved until the
/// expected log posterior does not fall (generalised EM: the log posterior never falls). It rests when that grows by less than the tolerance for each vote.
/// A participant's accuracy is the mean of σ(α_w β_i) over the items they judged, its interval that of α_w ± 1.96/√(curvature).
/// Source: Whitehill et al., "Whose vote should count more", NIPS 2009, equations 1 to 5; priors as there and in crowd-kit. Departure: crowd-kit climbs by a few rounds of
/// conjugate gradients to a tolerance of 0.01, this to the top of the same hill.
/// </summary>
public static class Glad
{
    public static Consensus Of(Judgements judgements, GladOptions? options = null, CancellationToken cancel = default)
    {
        var (hill, rounds, converged) = Climb(judgements, options ?? new(), cancel);
        return new Consensus(AggregationMethod.Glad, judgements.Labels, hill.Posterior, Accuracies(judgements, hill), rounds, converged);
    }

    /// <summary>The parameters themselves.</summary>
    /// <returns>α of each participant and ln β of each item.</returns>
    public static (double[] Ability, double[] LogEase) Parameters(Judgements judgements, GladOptions? options = null, CancellationToken cancel = default)
    {
        var (hill, _, _) = Climb(judgements, options ?? new(), cancel);
        return (hill.Ability, hill.LogEase);
    }

    private static (GladHill Hill, int Rounds, bool Converged) Climb(Judgements judgements, GladOptions options, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(judgements);
        options.Check();
        var hill = new GladHill(judgements);
        var (rounds, converged, before) = (0, false, hill.Expect(cancel));
        while (rounds < options.Iterations && !converged)
        {
            hill.MoveAbilities(cancel);
            hill.MoveEase(cancel);
            var now = hill.Expect(cancel);
            converged = now - before <= options.Tolerance * judgements.Count;
            before = now;
            rounds++;
        }

        return (hill, rounds, converged);
    }

    private static ParticipantAccuracy[] Accuracies(Judgements judgements, GladHill hill)
    {
        var z = NormalDistribution.Quantile((1 + Interval.Usual) / 2);
        var accuracies = new ParticipantAccuracy[judgements.Participants];
        for (var participant = 0; participant < accuracies.Length; participant++)
        {
            var (ability, half) = (hill.Ability[participant], z / Math.Sqrt(hill.Curvature(participant)));
            accuracies[participant] = new ParticipantAccuracy(
                judgements.VotesOf(participant),
                hill.MeanChance(participant, ability),
                new Interval(hill.MeanChance(participant, ability - half), hill.MeanChance(participant, ability + half)));
        }

        return accuracies;
    }
}
