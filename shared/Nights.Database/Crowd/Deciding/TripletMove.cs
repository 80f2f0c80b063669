using Nights.Domain.Triplets;
using Nights.Domain.Voting;

namespace Nights.Database.Crowd.Deciding;

/// <summary>What became of a triplet whose counted votes changed.</summary>
public readonly record struct TripletMove(Guid Campaign, Guid Triplet, TripletState From, TripletState To, Tally Before, Tally After);
