using System.Security.Cryptography;
using Nights.Crowd.Campaigns;
using Nights.Crowd.Database;
using Nights.Crowd.Marketplaces;
using Nights.Database.Crowd.Marks;
using Nights.Domain.Campaigns;
using Nights.Hosting.Secrecy;
using Npgsql;
using static Nights.Crowd.Database.Statements;

namespace Nights.Crowd.Sessions;

/// <summary>
/// Finds or begins the session of somebody who comes: a participant has one unfinished session and as many HITs as the campaign allows;
/// an assignment of a marketplace belongs to whoever came with it first; a person who was erased stays erased.
/// </summary>
internal sealed class BeginSession(SessionToken tokens, Pseudonyms pseudonyms, IdentitySeal seal, StudyPlaces places, TimeProvider clock)
{
    /// <summary>Why there is no session. Codes of the HTTP contract.</summary>
    internal enum Refused { None, Closed, Erased, AssignmentTaken, NoMoreHits, StudyFull, Blocked }

    private sealed record Known(Guid Id, bool Finished, byte[]? Assignment);

    public async Task<(Guid Session, Refused Refused)> Run(NpgsqlConnection connection, RunningCampaign campaign, Arrival arrival, CancellationToken cancel)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        if (arrival.Pseudonym is { } named && await IsErased(connection, named, cancel)) return (default, Refused.Erased);
        // Nobody can be found again by a random pseudonym.
        var pseudonym = arrival.Pseudonym ?? pseudonyms.Person(arrival.Channel, $"\0{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))}");
        var person = await Person(connection, arrival.Channel, pseudonym, cancel);
        if (arrival.Assignment is { } assignment && await Holder(connection, assignment, cancel) is { } holder)
            return holder.Participant == person ? (holder.Session, Refused.None) : (default, Refused.AssignmentTaken);

        var (session, refused) = await Choose(connection, campaign, person, arrival, cancel);
        if (refused is Refused.None) await transaction.CommitAsync(cancel);
        return (session, refused);
    }

    /// <summary>The next HIT of somebody who has finished one, in the same browser.</summary>
    public async Task<Guid> Again(NpgsqlConnection connection, HitCaller caller, Arrival arrival, CancellationToken cancel)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await using (var own = connection.Statement("select 1 from participant where id = $1 for no key update", Value(caller.ParticipantId)))
            await own.ExecuteNonQueryAsync(cancel);
        var (begun, state, excluded, stopped) = await Begun(connection, caller.Campaign.Id, caller.ParticipantId, cancel);
        if (begun.Find(session => !session.Finished) is { } unfinished) return unfinished.Id;
        if (stopped || state is not CampaignState.Running || begun.Count >= caller.Campaign.Spec.Hit.HitsPerParticipant) return caller.SessionId;
        var id = await Insert(connection, caller.Campaign.Id, caller.ParticipantId, assignment: null, arrival.Network, cancel);
        if (!await places.Take(connection, arrival.Nonce, id, caller.ParticipantId, cancel)) return caller.SessionId;
        await transaction.CommitAsync(cancel);
        return id;
    }

    private async Task<(Guid, Refused)> Choose(NpgsqlConnection connection, RunningCampaign campaign, Guid person, Arrival arrival, CancellationToken cancel)
    {
        var (begun, state, excluded, stopped) = await Begun(connection, campaign.Id, person, cancel);
        // Whoever gave a place back and took another goes on where they were; the place they hold now is the one that is paid.
        if (begun.Find(session => !session.Finished) is { } unfinished)
        {
            await Bind(connection, unfinished.Id, person, arrival, cancel);
            return (unfinished.Id, Refused.None);
        }

        var open = state is CampaignState.Running or CampaignState.Paused or CampaignState.Draining;
        if (open && !(excluded && begun.Count > 0) && begun.Count < campaign.Spec.Hit.HitsPerParticipant)
        {
            if (stopped && !excluded) return (default, Refused.Blocked);
            var id = await Insert(connection, campaign.Id, person, arrival.Assignment, arrival.Network, cancel);
            if (!await places.Take(connection, arrival.Nonce, id, person, cancel)) return (default, Refused.StudyFull);
            await Bind(connection, id, person, arrival, cancel);
            return (id, Refused.None);
        }

        if (begun.Count is 0) return (default, Refused.Closed);
        return arrival.Assignment is null || excluded ? (begun[^1].Id, Refused.None) : (default, Refused.NoMoreHits);
    }

    private async Task<bool> IsErased(NpgsqlConnection connection, byte[] pseudonym, CancellationToken cancel)
    {
        await using var statement = connection.Statement(
            "select exists (select 1 from erased_participant where tombstone = $1)", Value(pseudonyms.Tombstone(pseudonym)));
        return (bool)(await statement.ExecuteScalarAsync(cancel))!;
    }

    /// <summary>The update that changes nothing takes the row's lock: two tabs of one person open one session.</summary>
    private async Task<Guid> Person(NpgsqlConnection connection, string channel, byte[] pseudonym, CancellationToken cancel)
    {
        await using var statement = connection.Statement(
            """
            insert into participant (id, channel, pseudonym, state, created_at) values ($1, $2, $3, 0, $4)
            on conflict (channel, pseudonym) do update set channel = excluded.channel returning id
            """,
            Value(Guid.CreateVersion7()), Value(channel), Value(pseudonym), Value(clock.GetUtcNow()));
        return (Guid)(await statement.ExecuteScalarAsync(cancel))!;
    }

    private static async Task<(Guid Session, Guid Participant)?> Holder(NpgsqlConnection connection, byte[] assignment, CancellationToken cancel)
    {
        await using var statement = connection.Statement("select id, participant_id from hit_session where assignment = $1", Value(assignment));
        await using var row = await statement.ExecuteReaderAsync(cancel);
        return await row.ReadAsync(cancel) ? (row.GetGuid(0), row.GetGuid(1)) : null;
    }

    private static async Task<(List<Known> Begun, CampaignState State, bool Excluded, bool Stopped)> Begun(
        NpgsqlConnection connection, Guid campaign, Guid person, CancellationToken cancel)
    {
        await using var batch = connection.CreateBatch()
            .Add($"select c.state, {LiveMarks.Exist("$2", "$1", LiveMarks.Quarantined)}, {LiveMarks.Exist("$2", "$1", LiveMarks.Stopped)} from campaign c where c.id = $1", Value(campaign), Value(person))
            .Add("select id, finished_at is not null, assignment from hit_session where campaign_id = $1 and participant_id = $2 order by created_at", Value(campaign), Value(person));
        await using var rows = await batch.ExecuteReaderAsync(cancel);
        await rows.ReadAsync(cancel);
        var (state, excluded, stopped) = ((CampaignState)rows.GetInt16(0), rows.GetBoolean(1), rows.GetBoolean(2));
        await rows.NextResultAsync(cancel);
        var begun = new List<Known>();
        while (await rows.ReadAsync(cancel)) begun.Add(new Known(rows.GetGuid(0), rows.GetBoolean(1), rows.Maybe<byte[]>(2)));
        return (begun, state, excluded, stopped);
    }

    private async Task<Guid> Insert(NpgsqlConnection connection, Guid campaign, Guid person, byte[]? assignment, byte[]? network, CancellationToken cancel)
    {
        var id = Guid.CreateVersion7();
        await using var statement = connection.Statement(
            """
            insert into hit_session (id, campaign_id, participant_id, token_hash, created_at, practice_failures, assignment, network)
            values ($1, $2, $3, $4, $5, 0, $6, $7)
            """,
            Value(id), Value(campaign), Value(person), Value(SessionToken.Hash(tokens.Create(id))), Value(clock.GetUtcNow()), Bytes(assignment), Bytes(network));
        await statement.ExecuteNonQueryAsync(cancel);
        return id;
    }

    private async Task Bind(NpgsqlConnection connection, Guid session, Guid person, Arrival arrival, CancellationToken cancel)
    {
        await using var batch = connection.CreateBatch();
        if (arrival.Assignment is { } assignment) batch.Add("update hit_session set assignment = $2 where id = $1", Value(session), Value(assignment));
        if (arrival.Identity is { } identity)
        {
            batch.Add(
                """
                insert into participant_identity (session_id, participant_id, sealed, kept_at) values ($1, $2, $3, $4)
                on conflict (session_id) do update set sealed = excluded.sealed, kept_at = excluded.kept_at
                """,
                Value(session), Value(person), Value(seal.Seal(session, identity)), Value(clock.GetUtcNow()));
        }

        if (batch.BatchCommands.Count > 0) await batch.ExecuteNonQueryAsync(cancel);
    }
}
