using Nights.Domain.Voting;

namespace Nights.Domain.Campaigns;

internal static class VoteSpecCheck
{
    private const int MostRounds = 50;
    private const int MostVotesPerRound = 100;

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
    }
}
