namespace Nights.Local.Demo;

/// <summary>How long each stage took, in seconds. Stages may overlap: painting and judging do.</summary>
internal sealed class StageClock(TimeProvider clock)
{
    private readonly Dictionary<string, double> seconds = [];
    private readonly Lock gate = new();
    private readonly long began = clock.GetTimestamp();

    public IReadOnlyDictionary<string, double> Seconds
    {
        get
        {
            lock (gate) return new Dictionary<string, double>(seconds) { ["total"] = Round(clock.GetElapsedTime(began)) };
        }
    }

    public async Task<T> Measure<T>(string stage, Func<Task<T>> work)
    {
        var started = clock.GetTimestamp();
        var result = await work();
        lock (gate) seconds[stage] = Round(clock.GetElapsedTime(started));
        return result;
    }

    private static double Round(TimeSpan time) => Math.Round(time.TotalSeconds, 1);
}
