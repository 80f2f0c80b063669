using Nights.Domain.Campaigns;

namespace Nights.Domain.Voting;

/// <summary>
/// Accepts at a posterior and drops where that is out of reach. It looks at the end of rounds only: how skilled the people are who still hold a slot is not
/// known, so nothing about their votes is certain.
/// </summary>
internal sealed class BayesianRule(VoteSpec spec, int[] through)
{
    private readonly int most = through[^1];

    // A triplet at its threshold is there whatever the last digit of a sum of logarithms.
    private const double Slack = 1e-9;

    /// <summary>What follows at the end of a round, or null to go on.</summary>
    public Decision? Decide(Ballot ballot)
    {
        var belief = Belief.Of(ballot, spec.AmbiguousShare);
        if (belief.Confidence >= spec.Confidence - Slack && belief.Leader is { } winner) return Decision.Accept(winner);
        return ballot.Tally.Total >= most || ChanceOfKeeping(belief, ballot.Tally.Total, spec.LeastChance) < spec.LeastChance ? Decision.Drop : null;
    }

    /// <summary>
    /// Probability that one side reaches the confidence before the votes run out, 0 to 1: the predictive distribution of the votes to come, summed over how
    /// many of them are for A.
    /// </summary>
    /// <param name="enough">A chance at which the rest is not summed any more: what is returned is then at least this.</param>
    public double ChanceOfKeeping(Belief belief, int total, double enough = 1)
    {
        var yes = Skill.ChanceOfClear(Skill.ToCome.Share, spec.ClearAgreement);
        var no = 1 - yes;
        var ahead = most - total;
        // Weight of having seen i votes for A of k, under each of the three states, on paths that have not been accepted.
        Span<double> inA = stackalloc double[ahead + 1], inB = stackalloc double[ahead + 1], inC = stackalloc double[ahead + 1];
        (inA[0], inB[0], inC[0]) = (belief.A, belief.B, belief.Ambiguous);
        var kept = 0.0;
        for (var k = 1; k <= ahead && kept < enough; k++)
        {
            for (var i = k; i >= 0; i--)
            {
                var (a, b, c) = i > 0 ? (inA[i - 1], inB[i - 1], inC[i - 1]) : (0, 0, 0);
                (inA[i], inB[i], inC[i]) = (inA[i] * no + a * yes, inB[i] * yes + b * no, (inC[i] + c) / 2);
            }

            if (Array.BinarySearch(through, total + k) < 0) continue;
            for (var i = 0; i <= k; i++)
            {
                var sum = inA[i] + inB[i] + inC[i];
                if (sum <= 0 || Math.Max(inA[i], inB[i]) < (spec.Confidence - Slack) * sum) continue;
                kept += sum;
                (inA[i], inB[i], inC[i]) = (0, 0, 0);
            }
        }

        return kept;
    }
}
