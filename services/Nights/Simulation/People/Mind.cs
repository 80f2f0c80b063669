using Nights.Domain.Randomness;
using Nights.Local.Simulation.Sight;

namespace Nights.Local.Simulation.People;

/// <summary>
/// How one simulated participant decides. Every answer follows from the seed, the participant's number and the three pictures alone: asked again, on
/// other sides or in another order, it answers the same, so two systems under the same fleet can be compared.
/// </summary>
internal sealed class Mind
{
    private const double Lapses = 0.02;
    private const long TasteStream = -1;
    private const long ThresholdStream = -2;

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
    public Judgement Judge(SeenPicture reference, SeenPicture left, SeenPicture right)
    {
        var leftFirst = left.Key <= right.Key;
        var (first, second) = leftFirst ? (left, right) : (right, left);
        var draw = SplitMix64.Stream(self, unchecked((long)(SplitMix64.Mix((ulong)reference.Key) + 3 * SplitMix64.Mix((ulong)first.Key) + 5 * SplitMix64.Mix((ulong)second.Key))));
        var coin = draw.NextDouble() < 0.5;
        var lapse = draw.NextDouble() < Lapses;
        var careful = draw.NextDouble() < PerceptualOracle.ChooseFirst(taste, reference, first, second);
        var firstWins = lapse ? coin : careful;
        var pressesLeft = Kind switch
        {
            ParticipantKind.Left => true,
            ParticipantKind.Spammer => coin == leftFirst,
            ParticipantKind.Good or ParticipantKind.Quitter or ParticipantKind.Duplicate or ParticipantKind.Fast => firstWins == leftFirst,
            _ => throw new InvalidOperationException($"No participant is {Kind}."),
        };
        return new Judgement(pressesLeft, Time(draw));
    }

    /// <summary>
    /// Says whether two pictures that flashed by were the same. The probability of "different" is that of a threshold with noise: 1 / (1 + exp((threshold − d) / doubt)) at
    /// disagreement d by the participant's own taste, with a threshold of their own. Whoever does not look tosses a coin or always says the same.
    /// </summary>
    /// <param name="reference">One of the pair.</param>
    /// <param name="candidate">The other.</param>
    /// <param name="place">Which pair of the trial, from 1.</param>
    public (bool Same, int ResponseMs) Glance(SeenPicture reference, SeenPicture candidate, int place)
    {
        var threshold = Threshold * Math.Exp(0.2 * SplitMix64.Stream(self, ThresholdStream).NextNormal());
        var draw = SplitMix64.Stream(self, unchecked((long)(SplitMix64.Mix((ulong)reference.Key) + 7 * SplitMix64.Mix((ulong)candidate.Key))));
        var coin = draw.NextDouble() < 0.5;
        var lapse = draw.NextDouble() < Lapses;
        var noticed = draw.NextDouble() < 1 / (1 + Math.Exp((threshold - taste.Disagreement(reference.Impression, candidate.Impression)) / Blur));
        var same = Kind switch
        {
            ParticipantKind.Left => true,
            ParticipantKind.Spammer => coin,
            ParticipantKind.Good or ParticipantKind.Quitter or ParticipantKind.Duplicate or ParticipantKind.Fast => lapse ? coin : !noticed,
            _ => throw new InvalidOperationException($"No participant is {Kind}."),
        };
        return (same, place is 1 ? Time(draw) : Math.Max(150, Time(draw) / 2));
    }

    /// <summary>After how many answers of a HIT a quitter leaves: at least one, never all.</summary>
    public int Endurance(int trialsPerHit) => 1 + SplitMix64.Stream(self, trialsPerHit).Next(Math.Max(1, trialsPerHit - 1));

    /// <summary>Log-normal, in milliseconds: median 1.4 s with care, 0.8 s without, 0.15 s for the too fast (never above the usual floor of 400 ms).</summary>
    private int Time(SplitMix64 draw)
    {
        var (median, spread, least, most) = Kind switch
        {
            ParticipantKind.Fast => (150.0, 0.3, 40.0, 390.0),
            ParticipantKind.Spammer or ParticipantKind.Left => (800.0, 0.35, 420.0, 20_000.0),
            ParticipantKind.Good or ParticipantKind.Quitter or ParticipantKind.Duplicate => (1400.0, 0.45, 420.0, 60_000.0),
            _ => throw new InvalidOperationException($"No participant is {Kind}."),
        };
        return (int)Math.Clamp(median * Math.Exp(spread * draw.NextNormal()), least, most);
    }
}
