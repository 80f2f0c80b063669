namespace Nights.Domain.Voting;

/// <summary>Plays a log of votes from empty. What comes out is what the votes say; a state that was kept beside them must be the same.</summary>
public static class ReplayVotes
{
    /// <summary>The ballot and the standing of every triplet with a counted vote. The order of the log does not matter.</summary>
    public static IReadOnlyDictionary<Guid, (Ballot Ballot, Standing Standing)> Run(VotePolicy policy, IEnumerable<LoggedVote> log)
    {
        var ballots = new Dictionary<Guid, Ballot>();
        foreach (var vote in log)
        {
            if (vote.Status is not VoteStatus.Counted) continue;
            ballots[vote.Triplet] = policy.Add(ballots.GetValueOrDefault(vote.Triplet), vote.Choice, vote.Skill);
        }

        return ballots.ToDictionary(entry => entry.Key, entry => (entry.Value, Standing.Of(policy, entry.Value)));
    }
}
