using Nights.Domain.Randomness;
using Nights.Domain.Triplets;
using Nights.Domain.Voting;

namespace Nights.Domain.Forecasts;

/// <summary>The triplets of a simulation: what is true of each, its ballot, its standing, and which still want votes.</summary>
internal sealed class SimulatedTriplets
{
    private readonly VotePolicy policy;
    private readonly double[] chanceOfA;
    private readonly Ballot[] ballots;
    private readonly Standing[] standings;
    private readonly int[] bought;
    private readonly List<int> open;
    private readonly int[] places;

    public SimulatedTriplets(VotePolicy policy, TripletMix mix, double accuracy, int count, SplitMix64 draw)
    {
        this.policy = policy;
        chanceOfA = [.. Enumerable.Range(0, count).Select(_ => mix.Draw(draw, accuracy))];
        (ballots, bought, standings) = (new Ballot[count], new int[count], new Standing[count]);
        Array.Fill(standings, Standing.Of(policy, default));
        open = [.. Enumerable.Range(0, count)];
        places = [.. open];
    }

    /// <summary>Triplets that want votes.</summary>
    public int Open => open.Count;

    public double ChanceOfA(int triplet) => chanceOfA[triplet];

    /// <summary>A triplet that wants a vote and that this person has not seen, or null when none turns up in a few tries.</summary>
    public int? Find(SplitMix64 draw, SimulatedPerson person)
    {
        const int Tries = 20;
        for (var i = 0; i < Tries && open.Count > 0; i++)
        {
            var triplet = open[draw.Next(open.Count)];
            if (!person.Cast.ContainsKey(triplet)) return triplet;
        }

        return null;
    }

    /// <summary>Counts a vote.</summary>
    /// <returns>Votes to be paid: this one, and those of the round that others are casting while it decides the triplet.</returns>
    public int Cast(int triplet, Variation choice, Skill? skill)
    {
        Settle(triplet, policy.Add(ballots[triplet], choice, skill));
        var paid = 1 + (standings[triplet].State is TripletState.Queued ? 0 : policy.Missing(ballots[triplet].Tally, standings[triplet].Round));
        bought[triplet] += paid;
        return paid;
    }

    public void Withdraw(int triplet, Variation choice, Skill? skill) => Settle(triplet, policy.Remove(ballots[triplet], choice, skill));

    /// <summary>The figures of what stands now.</summary>
    public PolicyFigures Figures(long trials, int participants, int excluded)
    {
        int accepted = 0, clear = 0, kept = 0, flips = 0, flipsKept = 0, wrong = 0;
        double votes = 0, squares = 0;
        for (var i = 0; i < ballots.Length; i++)
        {
            votes += bought[i];
            squares += (double)bought[i] * bought[i];
            var isFlip = chanceOfA[i] is 0.5;
            if (isFlip) flips++;
            else clear++;
            if (standings[i].State is not TripletState.Accepted) continue;
            accepted++;
            if (isFlip) flipsKept++;
            else if (ballots[i].Leader is Variation.A == chanceOfA[i] > 0.5) kept++;
            else wrong++;
        }

        return new PolicyFigures
        {
            Triplets = ballots.Length,
            Votes = Estimate.Of(votes, squares, ballots.Length),
            Accepted = Estimate.Share(accepted, ballots.Length),
            ClearKept = Estimate.Share(kept, clear),
            CoinFlipsKept = Estimate.Share(flipsKept, flips),
            Wrong = Estimate.Share(wrong, accepted),
            FalseAccepts = Estimate.Share(wrong + flipsKept, accepted),
            Undecided = (double)open.Count / ballots.Length,
            Trials = (double)trials / ballots.Length,
            Participants = participants,
            Excluded = excluded,
        };
    }

    private void Settle(int triplet, Ballot ballot)
    {
        var was = standings[triplet].State;
        (ballots[triplet], standings[triplet]) = (ballot, Standing.Of(policy, ballot));
        var isOpen = standings[triplet].State is TripletState.Queued;
        if (isOpen == was is TripletState.Queued) return;
        if (isOpen)
        {
            places[triplet] = open.Count;
            open.Add(triplet);
            return;
        }

        // The last one takes the place of the one that is decided.
        (open[places[triplet]], places[open[^1]]) = (open[^1], places[triplet]);
        open.RemoveAt(open.Count - 1);
    }
}
