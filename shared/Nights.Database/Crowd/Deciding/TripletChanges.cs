using Nights.Domain.Guidance;
using Nights.Domain.Triplets;
using Nights.Domain.Voting;
using Npgsql;
using static Nights.Database.Crowd.Deciding.Parameters;

namespace Nights.Database.Crowd.Deciding;

/// <summary>
/// Brings locked triplets to where their counted votes put them: state, round and tally, and exactly as many slots out as votes are
/// wanted. One vote or a whole quarantine, the same three statements.
/// </summary>
public sealed class TripletChanges(Guid campaign, VotePolicy policy, DateTimeOffset now)
{
    private readonly List<(LockedTriplet Before, Standing After, Ballot Ballot)> changes = [];
    private readonly List<long> cancelled = [];
    private readonly List<(Guid Triplet, int Round, int Count, int? Merit)> opened = [];

    /// <summary>Triplets that are accepted now and were not before.</summary>
    public int Accepted => changes.Count(change => Became(change, TripletState.Accepted));

    /// <summary>Triplets that are dropped now and were not before.</summary>
    public int Dropped => changes.Count(change => Became(change, TripletState.Dropped));

    /// <summary>Decided triplets that want votes again.</summary>
    public int Reopened => changes.Count(change => Became(change, TripletState.Queued));

    /// <summary>Accepted triplets that are not any more.</summary>
    public int Fallen => changes.Count(change => change.Before.State is TripletState.Accepted && change.After.State is not TripletState.Accepted);

    /// <summary>What each triplet was and is.</summary>
    public IEnumerable<TripletMove> Moves => changes.Select(change => new TripletMove(campaign, change.Before.Id, change.Before.State, change.After.State, change.Before.Ballot.Tally, change.Ballot.Tally));

    /// <summary>Works out where a triplet stands from now on.</summary>
    /// <param name="triplet">Locked, with its outstanding slots.</param>
    /// <param name="ballot">Its counted votes from now on.</param>
    /// <param name="answered">The slot that this vote fills, or null.</param>
    public void Settle(LockedTriplet triplet, Ballot ballot, long? answered = null)
    {
        var left = triplet.Outstanding.Where(slot => slot.Id != answered).ToArray();
        var after = triplet.State is TripletState.Void ? new Standing(TripletState.Void, triplet.Round, 0) : Standing.Of(policy, ballot);
        changes.Add((triplet, after, ballot));
        if (after.Wanted > left.Length) opened.Add((triplet.Id, after.Round, after.Wanted - left.Length, Merit(triplet, ballot)));
        // What nobody holds is ended first; the answer to a leased slot that is ended comes late, and is paid.
        else cancelled.AddRange(left.OrderBy(slot => slot.Leased).Take(left.Length - after.Wanted).Select(slot => slot.Id));
    }

    /// <summary>Takes a triplet out for good.</summary>
    public void Void(LockedTriplet triplet)
    {
        changes.Add((triplet, new Standing(TripletState.Void, triplet.Round, 0), triplet.Ballot));
        cancelled.AddRange(triplet.Outstanding.Select(slot => slot.Id));
    }

    /// <summary>Adds the statements to a batch; none when nothing was settled.</summary>
    public void Write(NpgsqlBatch batch)
    {
        if (changes.Count > 0)
        {
            batch.Add(
                """
                update triplet t set state = c.state, round = c.round, votes_a = c.a, votes_b = c.b,
                    evidence_a = c.for_a, evidence_b = c.for_b, unskilled_a = c.low_a, unskilled_b = c.low_b,
                    decided_at = case when c.state = 1 then null when t.state = c.state then t.decided_at else $6 end,
                    void_reason = case when c.state = 4 then coalesce(t.void_reason, 'reported by participants') end
                from unnest($1, $2, $3, $4, $5, $7, $8, $9, $10) as c (id, state, round, a, b, for_a, for_b, low_a, low_b) where t.id = c.id
                """,
                Each(change => change.Before.Id), Each(change => (short)change.After.State), Each(change => change.After.Round),
                Each(change => change.Ballot.Tally.A), Each(change => change.Ballot.Tally.B), Value(now),
                Each(change => change.Ballot.EvidenceA), Each(change => change.Ballot.EvidenceB),
                Each(change => change.Ballot.UnskilledA), Each(change => change.Ballot.UnskilledB));
        }

        if (cancelled.Count > 0) batch.Add("update slot set state = 3 where id = any($1)", Value(cancelled.ToArray()));
        if (opened.Count > 0)
        {
            batch.Add(
                $"""
                insert into slot (campaign_id, triplet_id, round, state, rank)
                select $1, o.triplet, o.round, 0, {SlotRanks.Expression("o.round", "o.merit")}
                from unnest($2, $3, $4, $5) as o (triplet, round, wanted, merit) cross join lateral generate_series(1, o.wanted)
                """,
                Value(campaign), Value(opened.Select(one => one.Triplet).ToArray()), Value(opened.Select(one => one.Round).ToArray()),
                Value(opened.Select(one => one.Count).ToArray()), Value(opened.Select(one => one.Merit).ToArray()));
        }
    }

    /// <summary>Where a model ranks the triplets, the next votes of those that surprise it come first.</summary>
    private int? Merit(LockedTriplet triplet, Ballot ballot) => triplet.ExpectedA is { } expected ? SlotRank.Merit(policy, ballot, expected) : null;

    private NpgsqlParameter<T[]> Each<T>(Func<(LockedTriplet Before, Standing After, Ballot Ballot), T> value) => Value(changes.Select(value).ToArray());

    private static bool Became((LockedTriplet Before, Standing After, Ballot) change, TripletState state) =>
        change.After.State == state && change.Before.State != state;
}
