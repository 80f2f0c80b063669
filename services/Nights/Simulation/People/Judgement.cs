namespace Nights.Local.Simulation.People;

/// <summary>One answer of a simulated participant.</summary>
/// <param name="Left">True for the left picture.</param>
/// <param name="ResponseMs">The response time it reports, in milliseconds.</param>
internal readonly record struct Judgement(bool Left, int ResponseMs);
