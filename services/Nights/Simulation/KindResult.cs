namespace Nights.Local.Simulation;

/// <summary>What participants of one kind did.</summary>
internal sealed record KindResult(string Kind, int Participants, long Acknowledged, int Excluded);
