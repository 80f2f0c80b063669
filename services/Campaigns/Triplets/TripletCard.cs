using Nights.Domain.Triplets;

namespace Nights.Campaigns.Triplets;

/// <summary>A triplet as it stands in a list.</summary>
public sealed record TripletCard
{
    public required Guid Id { get; init; }
    public required int Number { get; init; }
    public required TripletState State { get; init; }
    public required int Round { get; init; }
    public required int VotesA { get; init; }
    public required int VotesB { get; init; }
    public required DateTimeOffset? DecidedAt { get; init; }
    public required string? VoidReason { get; init; }
    public required string Category { get; init; }
    public required string Prompt { get; init; }

    /// <summary>SHA-256 of the display pictures; null while not painted.</summary>
    public required string? Reference { get; init; }

    public required string? A { get; init; }
    public required string? B { get; init; }
}
