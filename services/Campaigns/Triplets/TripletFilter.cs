using Nights.Domain.Triplets;

namespace Nights.Campaigns.Triplets;

/// <summary>Which triplets of a campaign are wanted; an empty list or null means all.</summary>
internal sealed record TripletFilter
{
    public IReadOnlyCollection<TripletState> States { get; init; } = [];
    public IReadOnlyCollection<int> Rounds { get; init; } = [];
    public string? Category { get; init; }
}
