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
            ParticipantKind.Good or ParticipantKind.Quitter or ParticipantKind.Duplicate or ParticipantKind.Fast
                or ParticipantKind.Reload or ParticipantKind.Late or ParticipantKind.Vanish => firstWins == leftFirst,
            _ => throw new InvalidOperationException($"No participant is {Kind}."),
        };
        return new Judgement(pressesLeft, Time(draw));
    }

    /// <summary>After how many answers of a HIT a quitter leaves, and others do what they are known for: at least one, never all.</summary>
    public int Endurance(int trialsPerHit) => 1 + SplitMix64.Stream(self, trialsPerHit).Next(Math.Max(1, trialsPerHit - 1));

    /// <summary>Log-normal, in milliseconds: median 1.4 s with care, 0.8 s without, 0.15 s for the too fast (never above the usual floor of 400 ms).</summary>
    private int Time(SplitMix64 draw)
    {
        var (median, spread, least, most) = Kind switch
        {
            ParticipantKind.Fast => (150.0, 0.3, 40.0, 390.0),
            ParticipantKind.Spammer or ParticipantKind.Left => (800.0, 0.35, 420.0, 20_000.0),
            ParticipantKind.Good or ParticipantKind.Quitter or ParticipantKind.Duplicate
                or ParticipantKind.Reload or ParticipantKind.Late or ParticipantKind.Vanish => (1400.0, 0.45, 420.0, 60_000.0),
            _ => throw new InvalidOperationException($"No participant is {Kind}."),
        };
        return (int)Math.Clamp(median * Math.Exp(spread * draw.NextNormal()), least, most);
    }
}
