using System.Security.Cryptography;
using Nights.Crowd.Database;
using Nights.Crowd.Sessions;
using Nights.Database.Crowd;
using Nights.Domain.Budgets;
using Nights.Domain.Campaigns;
using Nights.Domain.Quality;
using Npgsql;
using static Nights.Crowd.Database.Statements;

namespace Nights.Crowd.Pages;

/// <summary>
/// Hands out a page: leases open slots, mixes hidden gold among them, draws the sides and reserves the spend, all in one short
/// transaction. A session that holds a live page gets that page again. Leases that ran out are taken back before somebody is told that there is nothing, so
/// that nothing waits for a reaper that is not running.
/// </summary>
internal sealed class ClaimPage(NpgsqlDataSource database, TimeProvider clock, CrowdMeter meter)
{
    public async Task<(ClaimedPage? Page, NoPage? None)> Run(HitCaller caller, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        var claim = await Attempts.Run(() => Claim(connection, caller, cancel));
        if (claim.None is not (NoPage.NothingNow or NoPage.Capped)) return claim;

        // Some of it may be held, or its pay reserved, by leases that are over.
        var expired = 0;
        for (var more = ReapLeases.Limit; more == ReapLeases.Limit; expired += more) more = await ReapLeases.Run(connection, clock.GetUtcNow(), cancel);
        if (expired is 0) return claim;
        meter.LeasesExpired(expired);
        return await Attempts.Run(() => Claim(connection, caller, cancel));
    }

    private async Task<(ClaimedPage? Page, NoPage? None)> Claim(NpgsqlConnection connection, HitCaller caller, CancellationToken cancel)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var (view, live, spend, seen) = await Look(connection, caller, cancel);
        if (live is { } over && over.ExpiresAt <= clock.GetUtcNow()) return (null, NoPage.NothingNow);
        if (live is { } held) return (await ReadPage.Run(connection, caller, held.Id, held.ExpiresAt, held.Practice, cancel), null);
        if (Refuses(view, caller) is { } refusal) return (null, refusal);

        var spec = caller.Campaign.Spec;
        var practice = view.WarmAt is null && spec.Quality.Practice > 0;
        var wanted = practice ? spec.Quality.Practice : Math.Min(spec.Hit.TrialsPerPage, spec.Hit.TrialsPerHit - view.Answered);
        if (!practice && ShareOfCampaign.Limit(spec, Planned(spec)) is { } limit)
        {
            var judged = await Judged(connection, caller, cancel);
            if (judged >= limit) return (null, NoPage.Capped);
            wanted = Math.Min(wanted, limit - judged);
        }

        var trials = new Spend(0, spend.Committed).TrialsWithin(spend.Cap, caller.Campaign.PayMinor, wanted);
        if (trials is 0 || (practice && trials < wanted)) return (null, NoPage.Capped);

        var picked = practice
            ? await PickTrials.Practice(connection, caller, trials, cancel)
            : await PickTrials.Mixed(connection, caller, seen, trials, view.Answered, cancel);
        if (picked.Count is 0) return (null, NoPage.NothingNow);

        var now = clock.GetUtcNow();
        var page = (Id: Guid.CreateVersion7(), ExpiresAt: now.AddSeconds(spec.Hit.LeaseSeconds));
        var claimed = await Lease(connection, caller, page, picked, practice, now, cancel);
        if (claimed is null) return (null, NoPage.Capped);
        await transaction.CommitAsync(cancel);
        meter.PageClaimed(practice);
        return (claimed, null);
    }

    private static NoPage? Refuses(SessionView view, HitCaller caller) => view switch
    {
        { FinishedAt: not null } => NoPage.Finished,
        { Excluded: true } => NoPage.Excluded,
        { CampaignOver: true } => NoPage.Finished,
        { ConsentedAt: null } => NoPage.ConsentMissing,
        _ when view.Answered >= caller.Campaign.Spec.Hit.TrialsPerHit => NoPage.Finished,
        { Campaign: not (CampaignState.Running or CampaignState.Draining) } => NoPage.NothingNow,
        _ => null,
    };

    /// <summary>The participant's row lock makes two claims of one person follow each other, whatever tab or session they come from.</summary>
    private static async Task<(SessionView View, (Guid Id, DateTimeOffset ExpiresAt, bool Practice)? Live, (long Committed, long Cap) Spend, Guid[] Seen)> Look(
        NpgsqlConnection connection, HitCaller caller, CancellationToken cancel)
    {
        await using var batch = connection.CreateBatch()
            .Add("select 1 from participant where id = $1 for no key update", Value(caller.ParticipantId))
            .Add(SessionView.Query, Value(caller.SessionId))
            .Add("select id, expires_at, practice from page where session_id = $1 and closed_at is null", Value(caller.SessionId))
            .Add("select committed_minor, cap_minor from campaign where id = $1", Value(caller.Campaign.Id))
            .Add(PickTrials.Seen, Value(caller.Campaign.Id), Value(caller.ParticipantId));
        await batch.PrepareAsync(cancel);
        await using var rows = await batch.ExecuteReaderAsync(cancel);
        await rows.NextResultAsync(cancel);
        await rows.ReadAsync(cancel);
        var view = SessionView.Of(rows);
        await rows.NextResultAsync(cancel);
        (Guid, DateTimeOffset, bool)? live = null;
        if (await rows.ReadAsync(cancel)) live = (rows.GetGuid(0), rows.GetFieldValue<DateTimeOffset>(1), rows.GetBoolean(2));
        await rows.NextResultAsync(cancel);
        await rows.ReadAsync(cancel);
        var spend = (rows.GetInt64(0), rows.GetInt64(1));
        await rows.NextResultAsync(cancel);
        await rows.ReadAsync(cancel);
        return (view, live, spend, rows.GetFieldValue<Guid[]>(0));
    }

    /// <summary>
    /// Writes the page, reads it back and reserves its spend, together. The spend comes last of all, because every claim of the campaign passes through that row:
    /// its lock is held for no more than the way to the commit.
    /// </summary>
    /// <returns>The page, or null when the cap has no room for it.</returns>
    private static async Task<ClaimedPage?> Lease(
        NpgsqlConnection connection, HitCaller caller, (Guid Id, DateTimeOffset ExpiresAt) page, IReadOnlyList<PickedTrial> picked, bool practice,
        DateTimeOffset now, CancellationToken cancel)
    {
        var sides = RandomNumberGenerator.GetBytes(picked.Count);
        await using var batch = connection.CreateBatch()
            .Add("""
                insert into page (id, session_id, campaign_id, participant_id, practice, created_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7)
                """,
                Value(page.Id), Value(caller.SessionId), Value(caller.Campaign.Id), Value(caller.ParticipantId), Value(practice), Value(now), Value(page.ExpiresAt))
            .Add("""
                insert into trial (id, page_id, position, slot_id, triplet_id, gold_id, a_on_left, instructed_left)
                select id, $1, position, slot, triplet, gold, a_on_left, instructed
                from unnest($2, $3, $4, $5, $6, $7, $8) as t (id, position, slot, triplet, gold, a_on_left, instructed)
                """,
                Value(page.Id), Value(picked.Select(_ => Guid.CreateVersion7()).ToArray()), Value(Enumerable.Range(0, picked.Count).ToArray()),
                Value(picked.Select(trial => trial.Slot).ToArray()), Value(picked.Select(trial => trial.Triplet).ToArray()),
                Value(picked.Select(trial => trial.Gold).ToArray()), Value(picked.Zip(sides, (trial, side) => trial.AOnLeft ?? side % 2 is 0).ToArray()),
                Value(picked.Select(trial => trial.InstructedLeft).ToArray()))
            .Add("update slot set state = 1, page_id = $1, participant_id = $2, expires_at = $3 where id = any($4)",
                Value(page.Id), Value(caller.ParticipantId), Value(page.ExpiresAt), Value(picked.Where(trial => trial.Slot is not null).Select(trial => trial.Slot!.Value).ToArray()));
        ReadPage.Ask(batch, caller, page.Id)
            .Add("update campaign set committed_minor = committed_minor + $2 where id = $1 and committed_minor + $2 <= cap_minor returning 1",
                Value(caller.Campaign.Id), Value(Spend.OfTrials(picked.Count, caller.Campaign.PayMinor)));
        await batch.PrepareAsync(cancel);
        await using var rows = await batch.ExecuteReaderAsync(cancel);
        var claimed = await ReadPage.Read(rows, caller, page.Id, page.ExpiresAt, practice, cancel);
        await rows.NextResultAsync(cancel);
        return await rows.ReadAsync(cancel) ? claimed : null;
    }

    private static long Planned(CampaignSpec spec) => (long)spec.Painting.Count * (spec.Painting.Roles is TripletRoles.Rotate ? 3 : 1);

    /// <summary>Votes of the participant that count in this campaign.</summary>
    private static async Task<int> Judged(NpgsqlConnection connection, HitCaller caller, CancellationToken cancel)
    {
        await using var statement = connection.Statement(
            "select count(*)::int from vote where participant_id = $1 and campaign_id = $2 and status = 0", Value(caller.ParticipantId), Value(caller.Campaign.Id));
        return (int)(await statement.ExecuteScalarAsync(cancel))!;
    }
}
