using Nights.Database.Campaigns;
using Nights.Database.Crowd.Deciding;
using Nights.Domain.Voting;
using Npgsql;
using static Nights.Database.Crowd.Deciding.Parameters;

namespace Nights.Database.Crowd.Marks;

/// <summary>
/// The triplets of some of a participant's votes, locked in the order in which everybody locks: pages, then triplets by id, then their slots by id, across
/// all campaigns in the scope. The participant's row is locked already.
/// </summary>
internal sealed class TouchedTriplets
{
    private readonly Dictionary<Guid, (Guid Campaign, LockedTriplet Triplet)> triplets = [];
    private readonly Dictionary<Guid, VotePolicy> policies = [];

    /// <summary>Live pages of the participant in the scope.</summary>
    public List<Guid> Pages { get; } = [];

    /// <param name="campaign">Null for all.</param>
    /// <param name="votes">The condition on vote v that names the votes in question.</param>
    public static async Task<TouchedTriplets> Lock(NpgsqlConnection connection, Guid participant, Guid? campaign, string votes, CancellationToken cancel)
    {
        var mine = $"select v.triplet_id from vote v where v.participant_id = $1 and ($2::uuid is null or v.campaign_id = $2) and v.triplet_id is not null and {votes}";
        var held = "select p.id from page p where p.participant_id = $1 and ($2::uuid is null or p.campaign_id = $2) and p.closed_at is null";
        await using var batch = connection.CreateBatch()
            .Add($"{held} order by p.id for update", Value(participant), Scope(campaign))
            .Add($"select {LockedTriplet.Columns}, t.campaign_id from triplet t where t.id in ({mine}) order by t.id for no key update", Value(participant), Scope(campaign))
            .Add($"""
                select {OutstandingSlot.Columns} from slot s where s.state in (0, 1) and (s.page_id in ({held}) or s.triplet_id in ({mine})) order by s.id for update
                """, Value(participant), Scope(campaign))
            .Add($"select c.id, c.spec from campaign c where c.id in (select t.campaign_id from triplet t where t.id in ({mine}))", Value(participant), Scope(campaign));
        await using var rows = await batch.ExecuteReaderAsync(cancel);
        var touched = new TouchedTriplets();
        while (await rows.ReadAsync(cancel)) touched.Pages.Add(rows.GetGuid(0));
        await rows.NextResultAsync(cancel);
        while (await rows.ReadAsync(cancel)) touched.triplets.Add(rows.GetGuid(0), (rows.GetGuid(10), LockedTriplet.Of(rows)));
        await rows.NextResultAsync(cancel);
        while (await rows.ReadAsync(cancel)) if (touched.triplets.TryGetValue(rows.GetGuid(4), out var known)) known.Triplet.Outstanding.Add(OutstandingSlot.Of(rows));
        await rows.NextResultAsync(cancel);
        while (await rows.ReadAsync(cancel)) touched.policies.Add(rows.GetGuid(0), VotePolicy.From(CampaignSpecs.Read(rows.GetString(1)).Votes));
        return touched;
    }

    /// <summary>The ballot that a triplet has now.</summary>
    public Ballot? BallotOf(Guid triplet) => triplets.TryGetValue(triplet, out var known) ? known.Triplet.Ballot : null;

    /// <summary>The policy that decides a triplet.</summary>
    public VotePolicy PolicyOf(Guid triplet) => policies[triplets[triplet].Campaign];

    /// <summary>Where a triplet stood when it was locked.</summary>
    public (Guid Campaign, LockedTriplet Triplet) Of(Guid triplet) => triplets[triplet];

    /// <summary>Gives triplets new ballots and decides them anew.</summary>
    /// <returns>What became of each.</returns>
    public async Task<IReadOnlyList<TripletMove>> Settle(NpgsqlConnection connection, IReadOnlyDictionary<Guid, Ballot> ballots, DateTimeOffset now, CancellationToken cancel)
    {
        var moves = new List<TripletMove>();
        await using var batch = connection.CreateBatch();
        foreach (var campaign in triplets.Values.Where(one => ballots.ContainsKey(one.Triplet.Id)).GroupBy(one => one.Campaign).OrderBy(group => group.Key))
        {
            var changes = new TripletChanges(campaign.Key, policies[campaign.Key], now);
            foreach (var (_, triplet) in campaign) changes.Settle(triplet, ballots[triplet.Id]);
            changes.Write(batch);
            moves.AddRange(changes.Moves);
        }

        if (batch.BatchCommands.Count > 0) await batch.ExecuteNonQueryAsync(cancel);
        return moves;
    }

    internal static NpgsqlParameter Scope(Guid? campaign) => new() { Value = campaign is { } id ? id : DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid };
}
