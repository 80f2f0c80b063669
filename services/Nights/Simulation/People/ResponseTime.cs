using Nights.Domain.Randomness;

namespace Nights.Local.Simulation.People;

/// <summary>
/// Response times, log-normal, in milliseconds: median 1.4 s with care, 0.8 s without, 0.15 s for the too fast (never above the usual floor of 400 ms).
/// </summary>
internal static class ResponseTime
{
    private const int Burst = 10;

    /// <param name="answered">Trials of the HIT before this one.</param>
    public static int Draw(ParticipantKind kind, int answered, SplitMix64 draw)
    {
        var (median, spread, least, most) = kind switch
        {
            ParticipantKind.Fast => (150.0, 0.3, 40.0, 390.0),
            ParticipantKind.Spammer or ParticipantKind.Left or ParticipantKind.Alternating => (800.0, 0.35, 420.0, 20_000.0),
            ParticipantKind.Careless => (1100.0, 0.45, 420.0, 60_000.0),
            ParticipantKind.Learner => (1400.0 * (1 + Math.Exp(-answered / 10.0)), 0.45, 420.0, 60_000.0),
            ParticipantKind.Bursty => (BurstMedian(answered), 0.3, 420.0, 60_000.0),
            ParticipantKind.Good or ParticipantKind.Quitter or ParticipantKind.Duplicate or ParticipantKind.Tired or ParticipantKind.Sloppy or ParticipantKind.Ghost
                or ParticipantKind.Reload or ParticipantKind.Late
                => (1400.0, 0.45, 420.0, 60_000.0),
            _ => throw new InvalidOperationException($"No participant is {kind}."),
        };
        return (int)Math.Clamp(median * Math.Exp(spread * draw.NextNormal()), least, most);
    }

    private static double BurstMedian(int answered) => answered > 0 && answered % Burst is 0 ? 25_000 : answered / Burst % 2 is 0 ? 700 : 2500;
}
