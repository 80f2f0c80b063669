using System.Security.Cryptography;
using Nights.Crowd.Database;
using Nights.Crowd.Sessions;
using Nights.Domain.Campaigns;
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
    // looking at are passed by; more are looked at than wanted, because several may be of one painting.
    private const string Candidates =
        """
        select s.id, s.triplet_id, t.painting_id
        from slot s join triplet t on t.id = s.triplet_id
        where s.campaign_id = $1 and s.state = 0
          and s.triplet_id <> all (array(select v.triplet_id from vote v where v.participant_id = $2 and v.campaign_id = $1 and v.triplet_id is not null))
          and not exists (select 1 from triplet o join vote v on v.triplet_id = o.id and v.participant_id = $2
              where o.painting_id = t.painting_id and o.role = t.role and o.id <> t.id)
          and not exists (select 1 from slot h where h.triplet_id = s.triplet_id and h.participant_id = $2 and h.state = 1)
        order by s.round desc, s.rank desc
        limit $3
        for update of s skip locked
        """;

    // What the participant has not seen yet comes first.
    private const string GoldQuery =
        """
        select g.id from gold g
        where g.campaign_id = $1 and g.practice = $3 and g.retired_at is null
          and not exists (select 1 from vote v where v.triplet_id = g.triplet_id and v.participant_id = $2)
        order by (select count(*) from vote v where v.gold_id = g.id and v.participant_id = $2), random() limit $4
        """;

    // Of the same HIT, from an earlier page, and each but once; on the other side than before.
    private const string RepeatQuery =
        """
        select v.triplet_id, v.a_on_left from vote v
        where v.session_id = $1 and v.status in (0, 3) and v.triplet_id is not null
          and not exists (select 1 from trial r join page p on p.id = r.page_id where p.session_id = $1 and r.triplet_id = v.triplet_id and r.slot_id is null)
        order by random() limit $2
        """;

    private const int LookedAt = 3;

    /// <returns>So many practice trials; none while there is no gold yet.</returns>
    public static async Task<IReadOnlyList<PickedTrial>> Practice(NpgsqlConnection connection, HitCaller caller, int trials, CancellationToken cancel)
    {
        var gold = await Gold(connection, caller, practice: true, trials, cancel);
        return [.. gold.Select(id => new PickedTrial(null, null, id))];
    }

    /// <returns>Up to so many trials, gold at its drawn places; none when no slot is to be had.</returns>
    public static async Task<IReadOnlyList<PickedTrial>> Mixed(NpgsqlConnection connection, HitCaller caller, int trials, int answered, CancellationToken cancel)
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
        var real = await Slots(connection, caller, wanted, cancel);
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

    private static async Task<List<PickedTrial>> Slots(NpgsqlConnection connection, HitCaller caller, int wanted, CancellationToken cancel)
    {
        var picked = new List<PickedTrial>();
        if (wanted is 0) return picked;
        var paintings = new HashSet<Guid>();
        await using var statement = connection.Statement(Candidates, Value(caller.Campaign.Id), Value(caller.ParticipantId), Value(wanted * LookedAt));
        await using var rows = await statement.ExecuteReaderAsync(cancel);
        while (picked.Count < wanted && await rows.ReadAsync(cancel))
            if (paintings.Add(rows.GetGuid(2))) picked.Add(new PickedTrial(rows.GetInt64(0), rows.GetGuid(1), null));
        return picked;
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
