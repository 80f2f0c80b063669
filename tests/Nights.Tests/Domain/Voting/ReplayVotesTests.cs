using FsCheck.Xunit;
using Nights.Domain.Campaigns;
using Nights.Domain.Triplets;
using Nights.Domain.Voting;

namespace Nights.Tests.Domain.Voting;

public sealed class ReplayVotesTests
{
    [Property(MaxTest = 300)]
    public void The_log_gives_the_state_that_was_reached_vote_by_vote_and_quarantine_by_quarantine(byte rule, (bool A, byte Skill, byte Triplet)[] votes, byte[] withdrawn)
    {
        var policy = Policy(rule);
        var triplets = Enumerable.Range(0, 4).Select(_ => Guid.NewGuid()).ToArray();
        var ballots = new Dictionary<Guid, Ballot>();
        var log = new List<LoggedVote>();
        foreach (var (a, skill, number) in votes ?? [])
        {
            var triplet = triplets[number % 4];
            var ballot = ballots.GetValueOrDefault(triplet);
            if (Standing.Of(policy, ballot).State is not TripletState.Queued) continue; // late votes are not counted
            var vote = new LoggedVote(triplet, a ? Variation.A : Variation.B, new Skill((short)(5_000 + skill * 19)), VoteStatus.Counted);
            log.Add(vote);
            ballots[triplet] = policy.Add(ballot, vote.Choice, vote.Skill);
        }

        foreach (var place in (withdrawn ?? []).Where(_ => log.Count > 0).Select(number => number % log.Count))
        {
            if (log[place].Status is VoteStatus.Quarantined) continue;
            ballots[log[place].Triplet] = policy.Remove(ballots[log[place].Triplet], log[place].Choice, log[place].Skill);
            log[place] = log[place] with { Status = VoteStatus.Quarantined };
        }

        log.Reverse(); // the order leaves no trace
        var replayed = ReplayVotes.Run(policy, log);
        foreach (var (triplet, ballot) in ballots)
        {
            var outcome = replayed.TryGetValue(triplet, out var found) ? found : (default, Standing.Of(policy, default));
            outcome.ShouldBe((ballot, Standing.Of(policy, ballot)));
        }
    }

    [Property(MaxTest = 300)]
    public void Never_more_votes_are_counted_than_wanted_and_the_last_decides(byte rule, (bool A, byte Skill)[] votes)
    {
        var policy = Policy(rule);
        var (ballot, cast) = (default(Ballot), votes is { Length: > 0 } ? votes : [(true, (byte)200)]);
        for (var i = 0; i < policy.MaxVotes; i++)
        {
            var standing = Standing.Of(policy, ballot);
            if (standing.State is not TripletState.Queued) return;
            (ballot.Tally.Total + standing.Wanted).ShouldBeLessThanOrEqualTo(policy.MaxVotes);
            standing.Wanted.ShouldBePositive();
            var (a, skill) = cast[i % cast.Length];
            ballot = policy.Add(ballot, a ? Variation.A : Variation.B, new Skill((short)(5_000 + skill * 19)));
        }

        Standing.Of(policy, ballot).State.ShouldNotBe(TripletState.Queued);
    }

    [Property(MaxTest = 300)]
    public void Mirroring_the_sides_mirrors_the_decision(byte rule, (bool A, byte Skill)[] votes)
    {
        var policy = Policy(rule);
        var ballot = (votes ?? []).Take(policy.MaxVotes).Aggregate(
            default(Ballot), (sum, vote) => policy.Add(sum, vote.A ? Variation.A : Variation.B, new Skill((short)(5_000 + vote.Skill * 19))));
        Standing.Of(policy, ballot.Mirror()).ShouldBe(Standing.Of(policy, ballot));
    }

    private static VotePolicy Policy(byte rule) => VotePolicy.From((rule % 5) switch
    {
        0 => new VoteSpec(),
        1 => new VoteSpec { Rule = ConsensusRule.Margin, Margin = 2, Schedule = [2, 2, 1] },
        2 => new VoteSpec { Rule = ConsensusRule.Majority, Schedule = [3, 2] },
        3 => new VoteSpec { ToleratedDissents = 1, ToleratedBelowSkill = 0.8, Schedule = [3, 2, 1] },
        _ => new VoteSpec { Rule = ConsensusRule.Bayesian, Schedule = [2, 2, 1, 1, 1, 1], Confidence = 0.9 },
    });
}
