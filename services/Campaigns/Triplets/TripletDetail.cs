using System.Text.Json;
using Nights.Domain.Perturbations;
using Nights.Domain.Voting;

namespace Nights.Campaigns.Triplets;

/// <summary>A triplet with its votes and where its pictures come from.</summary>
public sealed record TripletDetail
{
    public required Guid CampaignId { get; init; }
    public required TripletCard Triplet { get; init; }
    public required IReadOnlyList<TripletVote> Votes { get; init; }
    public required PaintingDetail Painting { get; init; }
}

/// <param name="Participant">Pseudonym, e.g. "P-7F2A09".</param>
/// <param name="Choice">Null when a problem was reported.</param>
/// <param name="OnLeft">Which variation stood on the left.</param>
public sealed record TripletVote(DateTimeOffset At, int Round, string Participant, Variation? Choice, Variation OnLeft, int ResponseMs, VoteStatus Status);

/// <param name="Variations">What each picture changes about picture 0; empty where only the seeds differ.</param>
/// <param name="Pictures">SHA-256 of the three full-size pictures.</param>
/// <param name="Manifests">What repaints each of them; empty while not painted.</param>
public sealed record PaintingDetail(
    Guid Id,
    int Number,
    IReadOnlyList<long> Seeds,
    IReadOnlyList<IReadOnlyList<Perturbation>> Variations,
    string? Generator,
    double? Seconds,
    DateTimeOffset? PaintedAt,
    string? Failure,
    IReadOnlyList<string> Pictures,
    IReadOnlyList<JsonElement> Manifests);
