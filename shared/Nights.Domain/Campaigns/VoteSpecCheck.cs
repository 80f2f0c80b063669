using System.Globalization;
using Nights.Domain.Voting;

namespace Nights.Domain.Campaigns;

internal static class VoteSpecCheck
{
    private const int MostRounds = 50;
    private const int MostVotesPerRound = 100;

    /// <summary>The chance of keeping a triplet is summed over the votes to come: twice as many take four times as long.</summary>
    private const int MostBayesianVotes = 100;

    public static void Check(VoteSpec votes, SpecFindings found)
    {
        found.Member("rule", votes.Rule);
        if (votes.Schedule is not { Count: > 0 })
        {
            found.Add("schedule", "is empty; write the votes of each round, e.g. [2, 1, 1, 1, 1].");
            return;
        }

        if (votes.Schedule.Count > MostRounds)
        {
            found.Add("schedule", $"has {votes.Schedule.Count} rounds; at most {MostRounds} are allowed, so put more votes in each.");
            return;
        }

        var whole = true;
        for (var i = 0; i < votes.Schedule.Count; i++) whole &= found.Range($"schedule[{i}]", votes.Schedule[i], 1, MostVotesPerRound, " votes");
        if (whole && votes.Rule == ConsensusRule.Margin) found.Range("margin", votes.Margin, 1, votes.Schedule.Sum(), " (the sum of votes.schedule)");
        if (whole && votes.Rule == ConsensusRule.Bayesian) Bayesian(votes, found);
        if (whole) Tolerance(votes, found);
    }

    private static void Bayesian(VoteSpec votes, SpecFindings found)
    {
        if (votes.Schedule.Sum() is var sum and > MostBayesianVotes)
            found.Add("schedule", $"adds up to {sum} votes; with rule bayesian at most {MostBayesianVotes} are allowed, so buy fewer.");
        found.Range("confidence", votes.Confidence, 0.501, 0.9999);
        found.Range("ambiguousShare", votes.AmbiguousShare, 0.01, 0.99);
        if (!found.Range("clearAgreement", votes.ClearAgreement, 0.55, 1)) return;
        if (!found.Range("leastChance", votes.LeastChance, 0, 0.9)) return;
        var start = new Belief((1 - votes.AmbiguousShare) / 2, (1 - votes.AmbiguousShare) / 2, votes.AmbiguousShare);
        if (votes.Schedule.Sum() <= MostBayesianVotes && VotePolicy.From(votes).ChanceOfKeeping(start) is var chance && chance <= votes.LeastChance)
        {
            found.Add("confidence", string.Create(CultureInfo.InvariantCulture,
                $"{votes.Confidence} is reached with a chance of {chance:0.###} by {votes.Schedule.Sum()} votes, and votes.leastChance is {votes.LeastChance}: everything would be dropped. Lower one of the two or buy more votes."));
        }
    }

    private static void Tolerance(VoteSpec votes, SpecFindings found)
    {
        var half = (votes.Schedule.Sum() - 1) / 2;
        found.Range("toleratedDissents", votes.ToleratedDissents, 0, half, " (fewer than half of votes.schedule)");
        found.Range("toleratedBelowSkill", votes.ToleratedBelowSkill, 0, 1);
        if (votes.ToleratedDissents > 0 && votes.Rule != ConsensusRule.Unanimous)
            found.Add("toleratedDissents", $"{votes.ToleratedDissents} has no meaning with rule {votes.Rule}, which bears dissent by itself; leave the key out or write rule: unanimous.");
    }
}
