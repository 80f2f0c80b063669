using Nights.Domain.Campaigns;
using Nights.Domain.Guidance;
using Nights.Domain.Randomness;
using Nights.Domain.Triplets;
using Nights.Domain.Voting;
using Nights.Local.Simulation.People;

namespace Nights.Local.Bench.Loop;

/// <summary>What a simulated campaign came to.</summary>
/// <param name="Votes">Given, and paid.</param>
/// <param name="Accepted">The triplets that were kept, with their label.</param>
/// <param name="Decided">Triplets accepted or dropped.</param>
/// <param name="Screened">Triplets never shown.</param>
internal sealed record LoopOutcome(int Votes, IReadOnlyList<(LoopTriplet Triplet, Variation Label)> Accepted, int Decided, int Screened)
{
    /// <summary>By tally, the larger side first: how many more votes a triplet got on average.</summary>
    public required IReadOnlyDictionary<Tally, double> Needs { get; init; }

    public double VotesPerAccepted => (double)Votes / Math.Max(1, Accepted.Count);
}

/// <summary>
/// A campaign without pages or a database: people of the simulation come, hold pages of slots and vote until all is decided or the budget is spent; it is spent so that what was begun
/// is also decided: no triplet is begun that, by what is to be expected of all that are, would pass it. Vote policy, screening, merit and ranks are those of the services. People are of their seed and number alone, so every way to spend the budget meets the same ones.
/// </summary>
internal sealed class LoopCampaign(LoopWorld world, VoteSpec votes, HitSpec hit, long seed)
{

    private const int AtOnce = 24;
    private const double Spammers = 0.05;

    private sealed class Seat(Mind mind)
    {
        public Mind Mind { get; } = mind;
        public HashSet<int> Seen { get; } = [];
        public Queue<(int Triplet, int Round)> Page { get; } = [];
        public int Answered { get; set; }
    }

    /// <param name="asked">The campaign's triplets.</param>
    /// <param name="arm">Whether and how it is guided.</param>
    /// <param name="budget">Votes, or null to decide all.</param>
    /// <param name="needs">What earlier triplets needed, for the budget.</param>
    /// <param name="see">What the model sees of a triplet, and its scale; not asked where the campaign is not guided.</param>
    /// <param name="screen">The distance at which candidates are nearly identical.</param>
    public LoopOutcome Run(IReadOnlyList<LoopTriplet> asked, LoopArm arm, int? budget, IReadOnlyDictionary<Tally, double>? needs, Func<LoopTriplet, (TripletDistances Distances, double Scale)>? see, double screen)
    {
        var policy = VotePolicy.From(votes);
        var draw = SplitMix64.Stream(seed, 7);
        var open = new OpenSlots(arm.Ranking is not LoopRanking.None, draw);
        var (ballots, states) = (new Ballot[asked.Count], new TripletState[asked.Count]);
        var expected = new double?[asked.Count];
        var (given, people, screened) = (0, 0, 0);
        var (begun, promised, paths) = (new bool[asked.Count], 0.0, new List<Tally>[asked.Count]);
        for (var i = 0; i < asked.Count; i++)
        {
            var seen = arm.Ranking is not LoopRanking.None || arm.Screens ? see!(asked[i]) : default;
            if (arm.Screens && seen.Distances.AreNearIdentical(screen))
            {
                states[i] = TripletState.Void;
                screened++;
                continue;
            }

            if (arm.Ranking is not LoopRanking.None) expected[i] = seen.Distances.ExpectedA(seen.Scale);
            states[i] = TripletState.Queued;
            Open(i, 1, policy.Slots(1));
        }

        var seats = new Seat?[AtOnce];
        var idle = 0;
        while (idle < 50 * AtOnce)
        {
            ref var seat = ref seats[draw.Next(AtOnce)];
            seat ??= Arrive(people++);
            if (seat.Page.Count == 0 && !Claim(seat))
            {
                idle++;
                seat = open.Count > 0 && seat.Answered > 0 ? null : seat;
                continue;
            }

            idle = 0;
            Answer(seat);
            if (seat.Answered >= hit.TrialsPerHit && seat.Page.Count == 0) seat = null;
        }

        return new LoopOutcome(
            given, [.. Enumerable.Range(0, asked.Count).Where(i => states[i] is TripletState.Accepted).Select(i => (asked[i], ballots[i].Leader!.Value))],
            states.Count(state => state is TripletState.Accepted or TripletState.Dropped), screened)
        {
            Needs = paths.Where(path => path is not null).SelectMany(path => path.Select((tally, cast) => (Tally: Lead(tally), Left: path.Count - 1.0 - cast)))
                .GroupBy(one => one.Tally, one => one.Left).ToDictionary(group => group.Key, group => group.Average()),
        };

        void Open(int triplet, int round, int count)
        {
            var merit = expected[triplet] is { } chance ? Merit(ballots[triplet], chance) : (int?)null;
            for (var i = 0; i < count; i++) open.Add(triplet, round, merit);
        }

        int Merit(Ballot ballot, double chance)
        {
            if (arm.Ranking is LoopRanking.Information) return SlotRank.Merit(policy, ballot, chance);
            var (acceptedA, acceptedB, votesToCome) = ExpectedInformation.Outlook(policy, ballot, chance);
            return SlotRank.Merit((acceptedA + acceptedB) / votesToCome);
        }

        Seat Arrive(int number) => new(new Mind(SplitMix64.Stream(seed, 1_000_000 + number).NextDouble() < Spammers ? ParticipantKind.Spammer : ParticipantKind.Good, seed, number));

        bool Claim(Seat seat)
        {
            var paintings = new HashSet<int>();
            foreach (var slot in open.Take(hit.TrialsPerPage, May))
            {
                seat.Seen.Add(slot.Triplet);
                seat.Page.Enqueue(slot);
            }

            return seat.Page.Count > 0;

            bool May(int triplet)
            {
                if (seat.Seen.Contains(triplet) || paintings.Contains(asked[triplet].Painting)) return false;
                if (!begun[triplet])
                {
                    if (given + promised + Needs(default) > budget) return false;
                    begun[triplet] = true;
                    promised += Needs(default);
                }

                return paintings.Add(asked[triplet].Painting);
            }
        }

        double Needs(Tally tally) => needs is not null && needs.TryGetValue(Lead(tally), out var votesToCome) ? votesToCome : 0;

        void Answer(Seat seat)
        {
            var (triplet, _) = seat.Page.Dequeue();
            given++;
            var choice = Choose(seat, asked[triplet]);
            seat.Answered++;
            if (states[triplet] is not TripletState.Queued) return;      // came late: paid, and not counted
            promised -= Needs(ballots[triplet].Tally);
            ballots[triplet] = policy.Add(ballots[triplet], choice, null);
            promised += Needs(ballots[triplet].Tally);
            (paths[triplet] ??= [default]).Add(ballots[triplet].Tally);
            var standing = Standing.Of(policy, ballots[triplet]);
            states[triplet] = standing.State;
            if (standing.State is not TripletState.Queued) open.Cancel(triplet);
            // Of a round that is out, the other votes are open or held already.
            else if (standing.Wanted > 0 && ballots[triplet].Tally.Total == policy.VotesThrough(standing.Round) - policy.Slots(standing.Round))
                Open(triplet, standing.Round, standing.Wanted);
        }

        Variation Choose(Seat seat, LoopTriplet triplet)
        {
            var aOnLeft = draw.Next(2) is 0;
            var (a, b) = (world.Seen[triplet.A], world.Seen[triplet.B]);
            var judged = seat.Mind.Judge(world.Seen[triplet.Reference], aOnLeft ? a : b, aOnLeft ? b : a, seat.Answered);
            return judged.Left == aOnLeft ? Variation.A : Variation.B;
        }
    }

    private static Tally Lead(Tally tally) => tally.A >= tally.B ? tally : tally.Mirror();
}
