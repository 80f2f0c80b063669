namespace Nights.Local.Bench;

/// <summary>What every bench prints: a figure beside the limit that was measured in the same run.</summary>
/// <param name="Bench">Which.</param>
/// <param name="Value">The figure.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Limit">What the machine or the peer could do, in the same unit.</param>
/// <param name="LimitName">What that is.</param>
/// <param name="Ratio">How near the figure comes: 1 is at the limit, lower is worse.</param>
/// <param name="Details">Everything else that was measured.</param>
internal sealed record BenchResult(string Bench, double Value, string Unit, double Limit, string LimitName, double Ratio, IReadOnlyDictionary<string, object> Details);
