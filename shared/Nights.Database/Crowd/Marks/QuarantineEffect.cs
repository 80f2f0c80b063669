using Nights.Database.Crowd.Deciding;
using Nights.Domain.Triplets;

namespace Nights.Database.Crowd.Marks;

/// <summary>What taking a participant's votes out of the count, or putting them back, did or would do.</summary>
/// <param name="Votes">Votes that changed.</param>
/// <param name="Moves">Every triplet they touched, by campaign and id.</param>
public sealed record QuarantineEffect(int Votes, IReadOnlyList<TripletMove> Moves)
{
    public static QuarantineEffect None { get; } = new(0, []);

    /// <summary>Triplets decided anew.</summary>
    public int Triplets => Moves.Count;

    public int Campaigns => Moves.Select(move => move.Campaign).Distinct().Count();

    /// <summary>Accepted ones that are not any more.</summary>
    public int AcceptedFell => Moves.Count(move => move.From is TripletState.Accepted && move.To is not TripletState.Accepted);

    /// <summary>Dropped ones that want votes again, or are accepted.</summary>
    public int DroppedReopened => Moves.Count(move => move.From is TripletState.Dropped && move.To is not TripletState.Dropped);

    /// <summary>Accepted now and not before.</summary>
    public int Accepted => Moves.Count(move => move.To is TripletState.Accepted && move.From is not TripletState.Accepted);

    /// <summary>Dropped now and not before.</summary>
    public int Dropped => Moves.Count(move => move.To is TripletState.Dropped && move.From is not TripletState.Dropped);

    /// <summary>Decided before, and want votes again.</summary>
    public int Reopened => Moves.Count(move => move.To is TripletState.Queued && move.From is not TripletState.Queued);
}
