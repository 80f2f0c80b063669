using System.Security.Cryptography;
using Nights.Crowd.Database;
using Nights.Crowd.Sessions;
using Nights.Database.Crowd;
using Nights.Domain.Campaigns;
using Nights.Domain.Guidance;
using Nights.Domain.Quality;
using Npgsql;
using static Nights.Crowd.Database.Statements;

namespace Nights.Crowd.Pages;

/// <summary>What stands at one place of a page: a slot of a triplet, a triplet seen again, or gold.</summary>
/// <param name="AOnLeft">The side where it must stand; null to draw it.</param>
/// <param name="InstructedLeft">Set where the trial says which side to press.</param>
internal sealed record PickedTrial(long? Slot, Guid? Triplet, Guid? Gold, bool? AOnLeft = null, bool? InstructedLeft = null);

/// <summary>Chooses the trials of a page.</summary>
internal static class PickTrials
{
    // The highest round first: money spent on a triplet comes to a decision before another is begun, and when budget or time end, the
    // fewest triplets hang half decided. Within a round by the random rank of the slot, never by the order of painting.
    // Nobody sees a triplet again that they have answered or hold, in this campaign or another; one painting stands on a page once. Slots that another claim is
    // looking at are passed by; a few more are looked at than wanted, because several may be of one painting.
    private const string Candidates =
        """
        select s.id, s.triplet_id, t.painting_id
        from slot s join triplet t on t.id = s.triplet_id
        where s.campaign_id = $1 and s.state = 0 and s.triplet_id <> all ($2)
        """;

    /// <summary>What the participant has answered or holds, here or in another campaign, whatever it counted for: $1 the campaign, $2 the participant, whose row is locked.</summary>
    public const string Seen =
        """
        select array(
            select v.triplet_id from vote v where v.participant_id = $2 and v.campaign_id = $1 and v.triplet_id is not null
            union all
            select h.triplet_id from hit_session o join page p on p.session_id = o.id and p.closed_at is null join slot h on h.page_id = p.id
            where o.participant_id = $2 and o.campaign_id = $1 and h.state = 1
            union all
            select own.id from vote v join triplet o on o.id = v.triplet_id join triplet own on own.painting_id = o.painting_id and own.role = o.role
            where v.participant_id = $2 and v.campaign_id <> $1 and own.campaign_id = $1)
        """;

    // The slots of later rounds are few, and come and go at one place of the index. Those of round 1 are the many, and only go: if every claim began at the highest
    // rank, it would step over the index entries of all that were claimed before, until a vacuum takes them away. So each begins at a rank of its own.
    private const string LaterRounds = Candidates + " and s.round > 1 order by s.round desc, s.rank desc limit $3 for update of s skip locked";
    private const string FirstRoundBelow = Candidates + " and s.round = 1 and s.rank <= $4 order by s.rank desc limit $3 for update of s skip locked";
    private const string FirstRoundAbove = Candidates + " and s.round = 1 and s.rank > $4 order by s.rank desc limit $3 for update of s skip locked";

    // Where a model ranks the campaign's triplets: of more places from there on, which are not locked, those of most merit. The places are random, so is who sees what.
    private static readonly string Best =
        $"""
        {Candidates} and s.id = any(array(
            select near.id from (
                ({Near("<=")}) union all ({Near(">")}) limit $3 * {SlotRank.Looked}) as near
            order by {SlotRanks.MeritOfFirst("near.rank")} desc limit $3))
        order by {SlotRanks.MeritOfFirst("s.rank")} desc for update of s skip locked
        """;

    private static string Near(string side) =>
        $"""
        select p.id, p.rank from slot p where p.campaign_id = $1 and p.state = 0 and p.round = 1 and p.rank {side} $4 and p.triplet_id <> all ($2)
        order by p.rank desc limit $3 * {SlotRank.Looked}
        """;

    // What the participant has not seen yet comes first.
    private const string GoldQuery =
        """
        select g.id from gold g left join (
            select v.gold_id, count(*) as times from vote v where v.participant_id = $2 and v.campaign_id = $1 and v.gold_id is not null group by v.gold_id) seen on seen.gold_id = g.id
        where g.campaign_id = $1 and g.practice = $3 and g.retired_at is null
          and not exists (select 1 from vote v where v.triplet_id = g.triplet_id and v.participant_id = $2)
        order by coalesce(seen.times, 0), random() limit $4
        """;

    // Of the same HIT, from an earlier page, and each but once; on the other side than before.
    private const string RepeatQuery =
        """
        select v.triplet_id, v.a_on_left from vote v
        where v.session_id = $1 and v.status in (0, 3) and v.triplet_id is not null
          and not exists (select 1 from trial r join page p on p.id = r.page_id where p.session_id = $1 and r.triplet_id = v.triplet_id and r.slot_id is null)
        order by random() limit $2
        """;

    // Whatever is looked at is locked until the page is claimed, and an answer to another slot of its triplet waits as long: first a few more than are wanted, and
    // many more only when those were of too few paintings.
    private const int FewMore = 3, ManyTimes = 3;

    /// <returns>So many practice trials; none while there is no gold yet.</returns>
    public static async Task<IReadOnlyList<PickedTrial>> Practice(NpgsqlConnection connection, HitCaller caller, int trials, CancellationToken cancel)
    {
        var gold = await Gold(connection, caller, practice: true, trials, cancel);
        return [.. gold.Select(id => new PickedTrial(null, null, id))];
    }

    /// <param name="connection">In the claim's transaction.</param>
    /// <param name="caller">For whom.</param>
    /// <param name="seen">The answer to <see cref="Seen"/>.</param>
    /// <param name="trials">How many are wanted.</param>
    /// <param name="answered">Trials of the HIT before this page.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>Up to so many trials, gold at its drawn places; none when no slot is to be had.</returns>
    public static async Task<IReadOnlyList<PickedTrial>> Mixed(
        NpgsqlConnection connection, HitCaller caller, Guid[] seen, int trials, int answered, CancellationToken cancel)
    {
        var quality = caller.Campaign.Spec.Quality;
        // The seed is secret and its outcome is stored with the trials.
        var seed = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long)));
        var places = answered is 0 ? GoldPlaces.DrawFirst(seed, trials, quality.GoldShare) : GoldPlaces.Draw(seed, trials, quality.GoldShare);
        // Flashed pairs have catch trials both ways; a second flash of a pair is another judgement, and a side to press means nothing.
        var (perCheck, perRepeat) = caller.Campaign.Spec.Task is CampaignTask.Jnd ? (0, 0) : (quality.TrialsPerCheck, quality.TrialsPerRepeat);
        var checks = Math.Min(TrialsDue.On(answered, trials, perCheck), trials - places.Count);
        var repeats = await Repeats(connection, caller, Math.Min(TrialsDue.On(answered, trials, perRepeat), trials - places.Count - checks), cancel);
        var wanted = trials - places.Count - checks - repeats.Count;
        var real = await Slots(connection, caller, seen, wanted, cancel);
        if (real.Count is 0) return [];

        // A page that falls short keeps the gold of its first places, which is the same share of fewer trials.
        if (real.Count < wanted) (places, checks, repeats) = ([.. places.Where(place => place < real.Count)], 0, []);
        var gold = places.Count + checks is 0 ? [] : await Gold(connection, caller, practice: false, places.Count + checks, cancel);
        if (gold.Count < places.Count + checks) return [];

        var page = new List<PickedTrial>(real);
        foreach (var repeat in repeats) page.Insert(RandomNumberGenerator.GetInt32(page.Count + 1), repeat);
        foreach (var id in gold[places.Count..])
            page.Insert(RandomNumberGenerator.GetInt32(page.Count + 1), new PickedTrial(null, null, id, InstructedLeft: RandomNumberGenerator.GetInt32(2) is 0));
        foreach (var (place, id) in places.Zip(gold)) page.Insert(Math.Min(place, page.Count), new PickedTrial(null, null, id));
        return page;
    }

    private static async Task<List<PickedTrial>> Slots(NpgsqlConnection connection, HitCaller caller, Guid[] seen, int wanted, CancellationToken cancel)
    {
        var picked = new List<PickedTrial>(wanted);
        var (paintings, start) = (new HashSet<Guid>(), RandomNumberGenerator.GetInt32(int.MaxValue));
        // At the end, when all that is left is in everybody's view, the best may be locked by others: then any will do.
        string[] places = caller.Campaign.Spec.Guide is { Rank: true } ? [LaterRounds, Best, FirstRoundBelow, FirstRoundAbove] : [LaterRounds, FirstRoundBelow, FirstRoundAbove];
        foreach (var place in places)
        {
            var limit = wanted - picked.Count + FewMore;
            if (await Take(place, limit) < limit || picked.Count == wanted) continue;
            await Take(place, ManyTimes * limit);
        }

        return picked;

        // How many were looked at.
        async Task<int> Take(string place, int limit)
        {
            if (picked.Count == wanted) return 0;
            var looked = 0;
            await using var statement = connection.Statement(place, Value(caller.Campaign.Id), Value(seen), Value(limit));
            if (place != LaterRounds) statement.BatchCommands[0].Parameters.Add(Value(start));
            await using var rows = await statement.ExecuteReaderAsync(cancel);
            for (; await rows.ReadAsync(cancel); looked++)
                if (picked.Count < wanted && paintings.Add(rows.GetGuid(2))) picked.Add(new PickedTrial(rows.GetInt64(0), rows.GetGuid(1), null));
            return looked;
        }
    }

    private static async Task<List<PickedTrial>> Repeats(NpgsqlConnection connection, HitCaller caller, int wanted, CancellationToken cancel)
    {
        var picked = new List<PickedTrial>();
        if (wanted is 0) return picked;
        await using var statement = connection.Statement(RepeatQuery, Value(caller.SessionId), Value(wanted));
        await using var rows = await statement.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel)) picked.Add(new PickedTrial(null, rows.GetGuid(0), null, AOnLeft: !rows.GetBoolean(1)));
        return picked;
    }

    private static async Task<List<Guid>> Gold(NpgsqlConnection connection, HitCaller caller, bool practice, int wanted, CancellationToken cancel)
    {
        var gold = new List<Guid>();
        await using var statement = connection.Statement(GoldQuery, Value(caller.Campaign.Id), Value(caller.ParticipantId), Value(practice), Value(wanted));
        await using var rows = await statement.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel)) gold.Add(rows.GetGuid(0));
        return gold;
    }
}
