using Nights.Domain.Triplets;
using Nights.Domain.Voting;
using Npgsql;

namespace Nights.Database.Crowd.Deciding;

/// <summary>A triplet whose row this transaction has locked: nobody else decides it or opens or ends its slots until we commit.</summary>
/// <param name="ExpectedA">The chance of A as the model that ranks the campaign's triplets sees it; null where none does.</param>
public sealed record LockedTriplet(Guid Id, TripletState State, int Round, Ballot Ballot, double? ExpectedA = null)
{
    public const string Columns = "t.id, t.state, t.round, t.votes_a, t.votes_b, t.evidence_a, t.evidence_b, t.unskilled_a, t.unskilled_b, t.expected_a";

    /// <summary>Its open and leased slots, by id.</summary>
    public IList<OutstandingSlot> Outstanding { get; } = [];

    /// <summary>The current row of <see cref="Columns"/>.</summary>
    public static LockedTriplet Of(NpgsqlDataReader row) =>
        new(row.GetGuid(0), (TripletState)row.GetInt16(1), row.GetInt32(2), new Ballot(
            new Tally(row.GetInt32(3), row.GetInt32(4)), row.GetInt64(5), row.GetInt64(6), row.GetInt32(7), row.GetInt32(8)), row.IsDBNull(9) ? null : row.GetDouble(9));
}

/// <param name="Page">The page that holds it while leased, or null.</param>
/// <summary>A wanted vote that nobody has given yet.</summary>
public readonly record struct OutstandingSlot(long Id, int Round, bool Leased, Guid? Page)
{
    public const string Columns = "s.id, s.round, s.state, s.page_id, s.triplet_id";

    /// <summary>The current row of <see cref="Columns"/>.</summary>
    public static OutstandingSlot Of(NpgsqlDataReader row) =>
        new(row.GetInt64(0), row.GetInt32(1), row.GetInt16(2) is 1, row.IsDBNull(3) ? null : row.GetGuid(3));
}
