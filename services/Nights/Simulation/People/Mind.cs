using Nights.Domain.Randomness;
using Nights.Local.Simulation.Sight;

namespace Nights.Local.Simulation.People;

/// <summary>
/// How one simulated participant decides. Every answer follows from the seed, the participant's number and the three pictures alone: asked again, on
/// other sides or in another order, it answers the same, so two systems under the same fleet can be compared. Those who learn, tire or follow a pattern go
/// by how many they have answered, too.
/// </summary>
internal sealed class Mind
{
    private const long TasteStream = -1;
    private const long ObeyStream = -2;
    private const long ThresholdStream = -3;

    /// <summary>Disagreement that is noticed in half of the flashes, by the median participant.</summary>
    private const double Threshold = 0.9;

    /// <summary>Disagreement by which the odds of noticing change e-fold.</summary>
    private const double Blur = 0.18;

    private readonly long self;
    private readonly Taste taste;

    public Mind(ParticipantKind kind, long seed, int number)
    {
        Kind = kind;
        self = unchecked((long)SplitMix64.Stream(seed, number).Next());
        taste = Taste.Of(SplitMix64.Stream(self, TasteStream));
    }

    public ParticipantKind Kind { get; }

    /// <summary>Answers a trial.</summary>
    /// <param name="answered">Trials of the HIT before this one.</param>
    public Judgement Judge(SeenPicture reference, SeenPicture left, SeenPicture right, int answered = 0)
    {
        var leftFirst = left.Key <= right.Key;
        var (first, second) = leftFirst ? (left, right) : (right, left);
        var draw = SplitMix64.Stream(self, unchecked((long)(SplitMix64.Mix((ulong)reference.Key) + 3 * SplitMix64.Mix((ulong)first.Key) + 5 * SplitMix64.Mix((ulong)second.Key))));
        var coin = draw.NextDouble() < 0.5;
        var lapse = draw.NextDouble() < Attention.Lapses(Kind, answered);
        var careful = draw.NextDouble() < PerceptualOracle.ChooseFirst(taste, reference, first, second);
        var firstWins = lapse ? coin : careful;
        var pressesLeft = Kind switch
        {
            ParticipantKind.Left => true,
            ParticipantKind.Spammer => coin == leftFirst,
            ParticipantKind.Alternating => answered % 2 is 0,
            ParticipantKind.Good or ParticipantKind.Quitter or ParticipantKind.Duplicate or ParticipantKind.Fast or ParticipantKind.Careless or ParticipantKind.Learner
                or ParticipantKind.Tired or ParticipantKind.Sloppy or ParticipantKind.Bursty or ParticipantKind.Ghost or ParticipantKind.Reload or ParticipantKind.Late => firstWins == leftFirst,
            _ => throw new InvalidOperationException($"No participant is {Kind}."),
        };
        return new Judgement(pressesLeft, ResponseTime.Draw(Kind, answered, draw));
    }

    /// <summary>
    /// Says whether two pictures that flashed by were the same. The probability of "different" is that of a threshold with noise: 1 / (1 + exp((threshold − d) / blur)) at
    /// disagreement d by the participant's own taste, with a threshold of their own. Whoever does not look tosses a coin or always says the same.
    /// </summary>
    /// <param name="reference">One of the pair.</param>
    /// <param name="candidate">The other.</param>
    /// <param name="place">Which pair of the trial, from 1.</param>
    /// <param name="answered">Trials of the HIT before this one.</param>
    public (bool Same, int ResponseMs) Glance(SeenPicture reference, SeenPicture candidate, int place, int answered)
    {
        var threshold = Threshold * Math.Exp(0.2 * SplitMix64.Stream(self, ThresholdStream).NextNormal());
        var draw = SplitMix64.Stream(self, unchecked((long)(SplitMix64.Mix((ulong)reference.Key) + 7 * SplitMix64.Mix((ulong)candidate.Key))));
        var coin = draw.NextDouble() < 0.5;
        var lapse = draw.NextDouble() < Attention.Lapses(Kind, answered);
        var noticed = draw.NextDouble() < 1 / (1 + Math.Exp((threshold - taste.Disagreement(reference.Impression, candidate.Impression)) / Blur));
        var same = Kind switch
        {
            ParticipantKind.Left => true,
            ParticipantKind.Spammer => coin,
            ParticipantKind.Alternating => (answered + place) % 2 is 0,
            _ => lapse ? coin : !noticed,
        };
        var time = ResponseTime.Draw(Kind, answered, draw);
        return (same, place is 1 ? time : Math.Max(150, time / 2));
    }

    /// <summary>Answers a trial that says which side to press: whoever reads does so.</summary>
    /// <param name="left">What the trial says.</param>
    public Judgement Obey(bool left, int answered)
    {
        var draw = SplitMix64.Stream(self, unchecked(ObeyStream - answered));
        var coin = draw.NextDouble() < 0.5;
        var presses = Kind switch
        {
            ParticipantKind.Left => true,
            ParticipantKind.Spammer => coin,
            ParticipantKind.Alternating => answered % 2 is 0,
            _ => draw.NextDouble() < Attention.Lapses(Kind, answered) ? coin : left,
        };
        return new Judgement(presses, ResponseTime.Draw(Kind, answered, draw));
    }

    /// <summary>After how many answers of a HIT a quitter leaves, and others do what they are known for: at least one, never all.</summary>
    public int Endurance(int trialsPerHit) => 1 + SplitMix64.Stream(self, trialsPerHit).Next(Math.Max(1, trialsPerHit - 1));
}
