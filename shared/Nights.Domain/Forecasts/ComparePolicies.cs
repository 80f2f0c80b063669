using Nights.Domain.Campaigns;
using Nights.Domain.Voting;

namespace Nights.Domain.Forecasts;

/// <summary>
/// Sets the Bayesian rule beside a schedule of unanimous votes. Its thresholds are tuned on one seed so that no larger a share of what it keeps is false and
/// no smaller a share of the clear triplets is kept; both are then measured on another seed, so that luck of the tuning is not counted.
/// </summary>
public static class ComparePolicies
{
    private static readonly double[] Chances = [0.2, 0.35, 0.5];
    private static readonly double[] Agreements = [0.8, 0.85, 0.9, 0.95];
    private const int Halvings = 6;

    // What is just as false on one seed may be a little more on another; aiming lower keeps the comparison honest.
    private const double Aim = 0.9;

    /// <summary>Twelve votes at most, two and then one by one.</summary>
    private static readonly int[] OneByOne = [2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1];

    /// <summary>One prevalence of spammers.</summary>
    public sealed record Row(double Spammers, PolicyFigures Schedule, PolicyFigures Bayesian, VoteSpec Tuned);

    /// <param name="plan">Its votes are the schedule; its spammers are replaced.</param>
    /// <param name="prevalences">Shares of spammers.</param>
    public static IEnumerable<Row> Run(ForecastPlan plan, IEnumerable<double> prevalences, CancellationToken cancel = default)
    {
        foreach (var spammers in prevalences)
        {
            var here = plan with { People = plan.People with { Spammers = spammers } };
            var tuned = Tune(here, cancel);
            var measured = here with { Seed = plan.Seed + 1 };
            yield return new Row(spammers, SimulatePolicy.Run(measured), SimulatePolicy.Run(measured with { Votes = tuned }), tuned);
        }
    }

    private static VoteSpec Tune(ForecastPlan plan, CancellationToken cancel)
    {
        var limit = SimulatePolicy.Run(plan);
        VoteSpec? best = null;
        var least = double.PositiveInfinity;
        foreach (var (chance, agreement) in Chances.SelectMany(chance => Agreements.Select(agreement => (chance, agreement))))
        {
            // False accepts fall as the log-odds of the confidence rise: halve until the lowest confidence that is good enough is known.
            var (low, high) = (0.5, 7.0);
            for (var i = 0; i < Halvings; i++)
            {
                cancel.ThrowIfCancellationRequested();
                var middle = (low + high) / 2;
                var votes = plan.Votes with
                {
                    Rule = ConsensusRule.Bayesian,
                    Schedule = OneByOne,
                    Confidence = Math.Round(1 / (1 + Math.Exp(-middle)), 4),
                    LeastChance = chance,
                    ClearAgreement = agreement,
                    AmbiguousShare = Math.Clamp(plan.Triplets.Ambiguous, 0.01, 0.99),
                };
                var figures = SimulatePolicy.Run(plan with { Votes = votes });
                if (figures.Accepted.Mean > 0 && figures.FalseAccepts.Mean > Aim * limit.FalseAccepts.Mean)
                {
                    low = middle;
                    continue;
                }

                high = middle;
                if (figures.ClearKept.Mean < limit.ClearKept.Mean || figures.VotesPerClearKept >= least) continue;
                (best, least) = (votes, figures.VotesPerClearKept);
            }
        }

        return best ?? throw new InvalidOperationException($"No thresholds of the Bayesian rule come up to the schedule at a share of {plan.People.Spammers} spammers.");
    }
}
