namespace Nights.DreamSim.Triplets;

/// <summary>One judged triplet: a reference, two candidates, and the share of votes for the right one.</summary>
/// <param name="Id">As in the table.</param>
/// <param name="Group">Triplets of one painting share pictures; they stay on one side of a split and are drawn together.</param>
/// <param name="Reference">Index into the pictures.</param>
/// <param name="Left">Index into the pictures.</param>
/// <param name="Right">Index into the pictures.</param>
/// <param name="RightShare">In [0, 1].</param>
public sealed record Triplet(string Id, string Group, int Reference, int Left, int Right, float RightShare);

/// <summary>The triplets of one painting.</summary>
/// <param name="Key">Of the painting.</param>
/// <param name="Pictures">Distinct pictures, as indexes.</param>
/// <param name="Triplets">At least one.</param>
public sealed record TripletGroup(string Key, IReadOnlyList<int> Pictures, IReadOnlyList<Triplet> Triplets);
