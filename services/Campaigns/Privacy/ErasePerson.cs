using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Nights.Campaigns.Operators;
using Nights.Database;
using Nights.Database.Channels;
using Nights.Database.Crowd;
using Nights.Hosting.Secrecy;
using Npgsql;

namespace Nights.Campaigns.Privacy;

/// <summary>
/// Erases a person: what they wrote and what was written about them, what their browser measured, where they came from, what a marketplace calls them, and the pseudonym
/// that led to them. Their answers stay, under a random number that leads to nobody. A tombstone keeps them from being taken in again.
/// What they hold goes back to the queue; running it twice does no more than once.
/// </summary>
internal sealed class ErasePerson(IDbContextFactory<NightsDb> databases, Pseudonyms pseudonyms, TimeProvider clock)
{
    /// <summary>What was there to erase.</summary>
    internal sealed record Erased(int Sessions, int Identities, int Measurements, int UnansweredTrials);

    /// <returns>Null when there is no such person, or they have been erased before.</returns>
    public async Task<Erased?> Run(Guid person, string who, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        await using var db = await databases.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        // The lock that every claim, answer and finish of this participant takes: none of them is under way meanwhile.
        var row = await db.Participants.FromSql($"select * from participant where id = {person} for no key update").SingleOrDefaultAsync(cancel);
        if (row is null or { ErasedAt: not null }) return null;

        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        var pages = await db.Database.SqlQuery<Guid>($"select id from page where participant_id = {person} and closed_at is null order by id for update").ToArrayAsync(cancel);
        var unanswered = await ReturnPages.Run(connection, pages, now, cancel);
        var identities = await db.Identities.Where(identity => identity.ParticipantId == person).ExecuteDeleteAsync(cancel);
        // The text of a report stands in the same column as the measurements.
        var measurements = await db.Votes.Where(vote => vote.ParticipantId == person && vote.Timing != null)
            .ExecuteUpdateAsync(set => set.SetProperty(vote => vote.Timing, (string?)null), cancel);
        var sessions = await db.Database.ExecuteSqlAsync(
            $"""
            update hit_session set comment = null, device = null, network = null, assignment = null, completion_code = null,
                finished_at = coalesce(finished_at, {now})
            where participant_id = {person}
            """, cancel);

        await ForgetWords(db, person, cancel);
        db.Erased.Add(new ErasedParticipant { Tombstone = pseudonyms.Tombstone(row.Pseudonym), ErasedAt = now });
        await db.Participants.Where(one => one.Id == person).ExecuteUpdateAsync(
            set => set.SetProperty(one => one.Pseudonym, RandomNumberGenerator.GetBytes(row.Pseudonym.Length)).SetProperty(one => one.ErasedAt, now), cancel);
        db.Audit.Add(AuditLog.Entry(clock, who, "erase participant", $"participant {person}", $"{sessions} sessions, {identities} identities"));
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return new Erased(sessions, identities, measurements, unanswered);
    }

    /// <summary>
    /// What operators wrote about the person may name them: reasons, letters, and what marketplaces answered. What was decided, by whom and when stays. A call that is
    /// still to be made keeps its words until it is made; the ledger's notes are proof of payment and stay.
    /// </summary>
    private static async Task ForgetWords(NightsDb db, Guid person, CancellationToken cancel)
    {
        const string Gone = "(erased)";
        var submissions = await db.Submissions.Where(submission => submission.ParticipantId == person).Select(submission => submission.Id).ToListAsync(cancel);
        await db.Submissions.Where(submission => submission.ParticipantId == person && submission.Reason != null)
            .ExecuteUpdateAsync(set => set.SetProperty(submission => submission.Reason, Gone), cancel);
        await db.ChannelCalls.Where(call => submissions.Contains(call.SubmissionId!.Value) && (call.State == CallState.Done || call.State == CallState.Parked))
            .ExecuteUpdateAsync(set => set.SetProperty(call => call.Payload, "{}").SetProperty(call => call.LastFault, (string?)null), cancel);
        await db.Marks.Where(mark => mark.ParticipantId == person)
            .ExecuteUpdateAsync(set => set.SetProperty(mark => mark.Reason, Gone).SetProperty(mark => mark.LiftReason, mark => mark.LiftReason == null ? null : Gone), cancel);
        await db.Participants.Where(one => one.Id == person && one.ExclusionReason != null).ExecuteUpdateAsync(set => set.SetProperty(one => one.ExclusionReason, Gone), cancel);
        string[] subjects = [$"{person}", $"participant {person}", .. submissions.Select(id => $"submission {id}")];
        await db.Audit.Where(entry => subjects.Contains(entry.Subject) && entry.Detail != null).ExecuteUpdateAsync(set => set.SetProperty(entry => entry.Detail, Gone), cancel);
    }
}
