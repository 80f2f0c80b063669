namespace Nights.DreamSim.Triplets;

/// <summary>The triplets of one split and the files of their pictures.</summary>
public sealed class TripletSet
{
    internal TripletSet(string split, IReadOnlyList<string> pictures, IReadOnlyList<Triplet> triplets)
    {
        (Split, Pictures, Triplets) = (split, pictures, triplets);
        Groups = [.. triplets.GroupBy(triplet => triplet.Group, StringComparer.Ordinal).Select(group => new TripletGroup(
            group.Key, [.. group.SelectMany(triplet => new[] { triplet.Reference, triplet.Left, triplet.Right }).Distinct()], [.. group]))];
    }

    public string Split { get; }

    /// <summary>Paths of the distinct pictures.</summary>
    public IReadOnlyList<string> Pictures { get; }

    /// <summary>In the table's order.</summary>
    public IReadOnlyList<Triplet> Triplets { get; }

    /// <summary>The same by painting, in order of first appearance.</summary>
    public IReadOnlyList<TripletGroup> Groups { get; }
}
