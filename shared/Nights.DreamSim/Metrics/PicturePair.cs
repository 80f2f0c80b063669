namespace Nights.DreamSim.Metrics;

/// <summary>Two pictures, as indexes into those that were prepared.</summary>
public readonly record struct PicturePair(int First, int Second);
