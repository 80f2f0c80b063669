namespace Nights.Trainer.Runs;

/// <summary>How far a run is, as its heartbeat tells.</summary>
internal sealed record RunProgress(int Step, int Steps, double? Loss)
{
    public static readonly RunProgress None = new(0, 0, null);
}
