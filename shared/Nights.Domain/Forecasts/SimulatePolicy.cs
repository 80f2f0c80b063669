using Nights.Domain.Quality;
using Nights.Domain.Randomness;
using Nights.Domain.Voting;

namespace Nights.Domain.Forecasts;

/// <summary>
/// A campaign without pictures, pages or a database: people come, practise, and vote until every triplet is decided; whoever fails hidden gold is excluded
/// and their votes are taken back, as in the real one. The rules are those of the real one, not a copy. Same plan, same figures.
/// </summary>
public static class SimulatePolicy
{
    // Where nobody stays, e.g. because all click, a campaign would go on for ever.
    private const long MostTrialsPerVote = 30;

    /// <exception cref="ArgumentException">The plan's shares are no shares, or it has no triplets.</exception>
    public static PolicyFigures Run(ForecastPlan plan)
    {
        Check(plan);
        var draw = SplitMix64.Stream(plan.Seed, 1);
        var policy = VotePolicy.From(plan.Votes);
        var triplets = new SimulatedTriplets(policy, plan.Triplets, plan.People.Accuracy, plan.Count, SplitMix64.Stream(plan.Seed, 2));
        var seats = new SimulatedPerson?[Math.Max(1, plan.People.AtOnce)];
        var (trials, participants, excluded) = (0L, 0, 0);
        var most = MostTrialsPerVote * plan.Count * policy.MaxVotes;
        while (triplets.Open > 0 && trials < most)
        {
            ref var seat = ref seats[draw.Next(seats.Length)];
            if (seat is null)
            {
                var person = SimulatedPerson.Arrive(draw, plan.People);
                participants++;
                if (plan.Quality.Practice > 0)
                {
                    var passed = person.PassesPractice(draw, plan.Quality.Practice, plan.Quality.PracticeRight, out var practised);
                    trials += practised;
                    if (!passed) continue;
                }

                seat = person;
            }

            Answer(ref seat);
        }

        return triplets.Figures(trials, participants, excluded);

        void Answer(ref SimulatedPerson? seat)
        {
            var person = seat!;
            var place = person.Trials % plan.Hit.TrialsPerPage;
            if (place == 0) person.GoldPlaces = GoldPlaces.Draw((long)(draw.Next() >> 1), plan.Hit.TrialsPerPage, plan.Quality.GoldShare);
            if (person.GoldPlaces.Contains(place))
            {
                person.Gold = person.Gold.Add(person.IsRight(draw));
                if (plan.Excludes && person.Gold.Judge(plan.Quality) is GoldVerdict.Fail)
                {
                    foreach (var (triplet, vote) in person.Cast) triplets.Withdraw(triplet, vote.Choice, vote.Skill);
                    excluded++;
                    trials++;
                    seat = null;
                    return;
                }
            }
            else if (triplets.Find(draw, person) is { } triplet)
            {
                Skill? skill = policy.WeighsSkill ? Skill.Of(person.Gold) : null;
                var choice = person.Choose(draw, triplets.ChanceOfA(triplet));
                person.Cast.Add(triplet, (choice, skill));
                trials += triplets.Cast(triplet, choice, skill) - 1;
            }
            else if (person.Trials > 0)
            {
                seat = null;
                return;
            }

            trials++;
            if (++person.Trials == plan.Hit.TrialsPerHit) seat = null;
        }
    }

    private static void Check(ForecastPlan plan)
    {
        if (plan.Count < 1) throw new ArgumentException($"A forecast of {plan.Count} triplets says nothing; 1 is the least.", nameof(plan));
        Share(plan.People.Spammers, "spammers");
        Share(plan.People.Left, "left");
        Share(plan.People.Spammers + plan.People.Left, "spammers and left together");
        Share(plan.People.Accuracy, "accuracy");
        Share(plan.Triplets.Ambiguous, "ambiguous");
        if (plan.Triplets.Difficulty is { } d and not (> 0 and <= 1000)) throw new ArgumentException($"The difficulty is {d}; above 0 up to 1000 is possible.", nameof(plan));

        void Share(double share, string name)
        {
            if (share is not (>= 0 and <= 1 + 1e-9)) throw new ArgumentException($"The share '{name}' is {share}; 0 to 1 is possible.", nameof(plan));
        }
    }
}
