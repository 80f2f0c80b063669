namespace Nights.Domain.Aggregation;

/// <summary>Products of many probabilities, kept as logarithms until the end so that they do not vanish.</summary>
internal static class LogSumExp
{
    /// <summary>Turns log weights into probabilities.</summary>
    /// <returns>The logarithm of the sum of the weights.</returns>
    public static double Normalise(Span<double> logs)
    {
        var largest = double.NegativeInfinity;
        foreach (var log in logs) largest = Math.Max(largest, log);
        var sum = 0.0;
        foreach (ref var log in logs) sum += log = Math.Exp(log - largest);
        foreach (ref var log in logs) log /= sum;
        return largest + Math.Log(sum);
    }
}
