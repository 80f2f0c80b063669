namespace Nights.Local.Simulation.People;

/// <summary>How often a simulated participant does not look, and tosses a coin instead.</summary>
internal static class Attention
{
    private const double Usual = 0.02;
    private const int TiresFrom = 20, TiredAt = 60, CarefulFor = 20;

    /// <param name="answered">Trials of the HIT before this one.</param>
    /// <returns>0 to 1.</returns>
    public static double Lapses(ParticipantKind kind, int answered) => kind switch
    {
        ParticipantKind.Careless => 0.25,
        ParticipantKind.Learner => Usual + 0.4 * Math.Exp(-answered / 10.0),
        ParticipantKind.Tired => Usual + 0.5 * Math.Clamp((answered - TiresFrom) / (double)(TiredAt - TiresFrom), 0, 1),
        ParticipantKind.Sloppy => answered < CarefulFor ? Usual : 1,
        _ => Usual,
    };
}
