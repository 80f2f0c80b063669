using Nights.Crowd.Database;
using Nights.Crowd.Sessions;
using Nights.Database.Crowd;
using Nights.Domain.Quality;
using Nights.Domain.Voting;
using Npgsql;
using static Nights.Crowd.Database.Statements;

namespace Nights.Crowd.Answers;

/// <summary>
/// Excludes a participant whose gold answers were too often wrong, inside the transaction of the last of them. Their pages go back, their
/// counted votes of the campaign are quarantined, and every triplet these touched is decided anew from the votes that are left: kept
/// ones may fall, dropped ones may open again. The number of statements does not grow with the number of votes, which the HIT limits.
/// </summary>
internal sealed partial class ExcludeParticipant(ILogger<ExcludeParticipant> log)
{
    public async Task<TripletChanges> Run(NpgsqlConnection connection, HitCaller caller, GoldScore score, DateTimeOffset now, CancellationToken cancel)
    {
        var (pages, triplets) = await Lock(connection, caller, score, cancel);
        var withdrawn = await Quarantine(connection, caller, cancel);

        var changes = new TripletChanges(caller.Campaign, now);
        foreach (var triplet in triplets)
            changes.Settle(triplet, withdrawn.TryGetValue(triplet.Id, out var own) ? caller.Campaign.Policy.Remove(triplet.Ballot, own.Choice, own.Skill) : triplet.Ballot);
        await using (var batch = connection.CreateBatch())
        {
            changes.Write(batch);
            if (batch.BatchCommands.Count > 0) await batch.ExecuteNonQueryAsync(cancel);
        }

        // Releases spend, so it comes last: the campaign's row is the last lock anybody takes.
        await ReturnPages.Run(connection, pages, now, cancel);
        LogExcluded(caller.ParticipantId, score.Right, score.Total, caller.Campaign.Id, triplets.Count, changes.Reopened);
        return changes;
    }

    /// <summary>Pages, then triplets by id, then their slots by id: the order in which everybody locks.</summary>
    private static async Task<(Guid[] Pages, List<LockedTriplet> Triplets)> Lock(
        NpgsqlConnection connection, HitCaller caller, GoldScore score, CancellationToken cancel)
    {
        await using var batch = connection.CreateBatch()
            .Add("update participant set state = 1, exclusion_reason = $2 where id = $1",
                Value(caller.ParticipantId), Value($"{score.Right} of {score.Total} gold trials right in campaign {caller.Campaign.Spec.Name}"))
            .Add("select id from page where participant_id = $1 and closed_at is null order by id for update", Value(caller.ParticipantId))
            .Add($"""
                select {LockedTriplet.Columns} from triplet t
                where t.id in (select v.triplet_id from vote v where v.participant_id = $1 and v.campaign_id = $2 and v.status = 0)
                order by t.id for no key update
                """, Value(caller.ParticipantId), Value(caller.Campaign.Id))
            .Add($"""
                select {OutstandingSlot.Columns} from slot s
                where s.state in (0, 1) and (s.page_id in (select p.id from page p where p.participant_id = $1 and p.closed_at is null)
                    or s.triplet_id in (select v.triplet_id from vote v where v.participant_id = $1 and v.campaign_id = $2 and v.status = 0))
                order by s.id for update
                """, Value(caller.ParticipantId), Value(caller.Campaign.Id));
        await using var rows = await batch.ExecuteReaderAsync(cancel);
        var pages = new List<Guid>();
        while (await rows.ReadAsync(cancel)) pages.Add(rows.GetGuid(0));
        await rows.NextResultAsync(cancel);
        var triplets = new Dictionary<Guid, LockedTriplet>();
        while (await rows.ReadAsync(cancel)) triplets.Add(rows.GetGuid(0), LockedTriplet.Of(rows));
        await rows.NextResultAsync(cancel);
        while (await rows.ReadAsync(cancel))
            if (triplets.TryGetValue(rows.GetGuid(4), out var triplet)) triplet.Outstanding.Add(OutstandingSlot.Of(rows));
        return ([.. pages], [.. triplets.Values]);
    }

    /// <returns>By triplet, the vote that counts no more.</returns>
    private static async Task<Dictionary<Guid, LoggedVote>> Quarantine(NpgsqlConnection connection, HitCaller caller, CancellationToken cancel)
    {
        await using var statement = connection.Statement(
            "update vote set status = 4 where participant_id = $1 and campaign_id = $2 and status = 0 returning triplet_id, choice, skill",
            Value(caller.ParticipantId), Value(caller.Campaign.Id));
        await using var rows = await statement.ExecuteReaderAsync(cancel);
        var withdrawn = new Dictionary<Guid, LoggedVote>();
        while (await rows.ReadAsync(cancel))
        {
            Skill? skill = rows.Maybe<short?>(2) is { } known ? new Skill(known) : null;
            withdrawn[rows.GetGuid(0)] = new LoggedVote(rows.GetGuid(0), (Variation)rows.GetInt16(1), skill, VoteStatus.Quarantined);
        }

        return withdrawn;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "Participant {ParticipantId} is excluded: {Right} of {Total} gold trials right. {Triplets} triplets of campaign {CampaignId} were decided anew, {Reopened} of them want votes again.")]
    private partial void LogExcluded(Guid participantId, int right, int total, Guid campaignId, int triplets, int reopened);
}
