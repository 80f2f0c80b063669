namespace Nights.Diffusion.Models;

/// <summary>One output of one run.</summary>
/// <param name="Values">In float32, row-major.</param>
/// <param name="Shape">As it was in this run.</param>
public sealed record GraphOutput(float[] Values, IReadOnlyList<long> Shape);
