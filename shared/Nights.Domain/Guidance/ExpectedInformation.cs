using Nights.Domain.Triplets;
using Nights.Domain.Voting;

namespace Nights.Domain.Guidance;

/// <summary>
/// What the next vote on a triplet is worth to a model: how much the answer would surprise it if people came to agree, times the chance that they do, divided by the
/// votes that it takes to know. High where the model is unsure and where the early votes say otherwise than it; low where both agree already, and where people are
/// likely to differ.
/// </summary>
/// <remarks>
/// The share of people who choose A is believed to be Beta(κp, κ(1 − p)) with the model's p, and each counted vote adds one to its side. All ways in which the votes to come can fall
/// are summed under the campaign's own policy: up to n²/2 of them.
/// </remarks>
public static class ExpectedInformation
{
    /// <summary>κ: so many votes weigh as much as the model's opinion. At 2 an unsure model says nothing about people: any share is as likely.</summary>
    public const double Weight = 2;

    /// <param name="policy">Of the campaign.</param>
    /// <param name="ballot">Votes counted so far; none before the first round.</param>
    /// <param name="expectedA">The chance of A as the model sees it, above 0 and below 1.</param>
    /// <returns>Nats a vote; 0 when the triplet is decided.</returns>
    public static double Of(VotePolicy policy, Ballot ballot, double expectedA)
    {
        var (acceptedA, acceptedB, votes) = Outlook(policy, ballot, expectedA);
        return votes == 0 ? 0 : -(acceptedA * Math.Log(expectedA) + acceptedB * Math.Log(1 - expectedA)) / votes;
    }

    /// <summary>Chances that the triplet is accepted with A and with B, and the votes still to be bought on average.</summary>
    public static (double AcceptedA, double AcceptedB, double Votes) Outlook(VotePolicy policy, Ballot ballot, double expectedA)
    {
        if (expectedA is not (> 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(expectedA), expectedA, "A chance above 0 and below 1 is needed.");
        if (Standing.Of(policy, ballot).State is not TripletState.Queued) return default;
        var (priorA, prior) = (Weight * expectedA + ballot.Tally.A, Weight + ballot.Tally.Total);
        var (acceptedA, acceptedB, votes) = (0.0, 0.0, 0.0);
        // By how many of the votes to come were for A: the ballot, and the chance of being there undecided.
        List<(Ballot Ballot, double Chance)> open = [(ballot, 1)];
        for (var cast = 0; open.Exists(one => one.Chance > 0); cast++)
        {
            votes += open.Sum(one => one.Chance);
            var next = new List<(Ballot Ballot, double Chance)>(open.Count + 1);
            for (var forA = 0; forA <= open.Count; forA++)
            {
                var fromA = forA > 0 ? open[forA - 1].Chance * (priorA + forA - 1) / (prior + cast) : 0;
                var fromB = forA < open.Count ? open[forA].Chance * (1 - (priorA + forA) / (prior + cast)) : 0;
                var now = forA > 0 ? policy.Add(open[forA - 1].Ballot, Variation.A, Skill.ToCome) : policy.Add(open[0].Ballot, Variation.B, Skill.ToCome);
                var chance = fromA + fromB;
                if (chance > 0 && Standing.Of(policy, now).State is var state and not TripletState.Queued)
                {
                    if (state is TripletState.Accepted && now.Leader is Variation.A) acceptedA += chance;
                    else if (state is TripletState.Accepted) acceptedB += chance;
                    chance = 0;
                }

                next.Add((now, chance));
            }

            open = next;
        }

        return (acceptedA, acceptedB, votes);
    }
}
