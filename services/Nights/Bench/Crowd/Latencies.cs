namespace Nights.Local.Bench.Crowd;

/// <summary>How long calls took, in milliseconds.</summary>
internal sealed record Latencies(int Calls, double P50, double P90, double P99, double Max)
{
    public static Latencies Of(IEnumerable<double> milliseconds)
    {
        var sorted = milliseconds.Order().ToArray();
        return sorted.Length is 0
            ? throw new InvalidOperationException("There was no call to measure.")
            : new Latencies(sorted.Length, At(0.5), At(0.9), At(0.99), sorted[^1]);

        // The nearest rank: a value that was measured.
        double At(double share) => sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)];
    }
}
