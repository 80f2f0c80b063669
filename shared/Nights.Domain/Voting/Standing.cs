using Nights.Domain.Triplets;

namespace Nights.Domain.Voting;

/// <summary>
/// What a triplet's counted votes make of it: a function of the ballot alone, so that it is the same after each vote, after votes were
/// quarantined, and when the log of votes is played again.
/// </summary>
/// <param name="State">Queued, Accepted or Dropped.</param>
/// <param name="Round">The round that is out, or the one that decided; from 1.</param>
/// <param name="Wanted">Votes still to be bought for this round; 0 when decided.</param>
public readonly record struct Standing(TripletState State, int Round, int Wanted)
{
    public static Standing Of(VotePolicy policy, Ballot ballot)
    {
        var round = 1;
        while (round < policy.Rounds && policy.VotesThrough(round) < ballot.Tally.Total) round++;
        var decision = policy.Decide(ballot, round);
        return decision.Kind switch
        {
            DecisionKind.Accept => new Standing(TripletState.Accepted, round, 0),
            DecisionKind.Drop => new Standing(TripletState.Dropped, round, 0),
            DecisionKind.NextRound => new Standing(TripletState.Queued, decision.Round, policy.Missing(ballot.Tally, decision.Round)),
            DecisionKind.Wait => new Standing(TripletState.Queued, round, policy.Missing(ballot.Tally, round)),
            _ => throw new InvalidOperationException($"A vote policy does not say {decision.Kind}."),
        };
    }
}
