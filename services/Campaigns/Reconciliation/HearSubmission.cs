using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Nights.Campaigns.Channels;
using Nights.Campaigns.Payments;
using Nights.Campaigns.Studies;
using Nights.Channels;
using Nights.Channels.Submissions;
using Nights.Database;
using Nights.Database.Channels;
using Nights.Domain.Quality;
using Nights.Hosting.Secrecy;

namespace Nights.Campaigns.Reconciliation;

/// <summary>
/// Takes in what a marketplace says of a submission, from its list or from a notification. What is final there overrides what was wished for here; older news
/// than what is known changes nothing; the same news twice is the same.
/// </summary>
internal sealed class HearSubmission(
    IDbContextFactory<NightsDb> databases, Pseudonyms pseudonyms, DecideSubmission decide, IOptions<ChannelOptions> options, TimeProvider clock)
{
    private const string Marketplace = "marketplace", Rule = "rule";

    /// <param name="at">When it was true.</param>
    public async Task Run(Study study, RemoteSubmission remote, DateTimeOffset at, CancellationToken cancel)
    {
        await Run(study, pseudonyms.Assignment(study.Channel, remote.ExternalId), remote, at, cancel);
    }

    /// <param name="key">Keyed hash of the submission's id.</param>
    public async Task Run(Study study, byte[] key, RemoteSubmission remote, DateTimeOffset at, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into submission (id, study_id, channel, external_key, remote_state, verdict, created_at)
            values ({Guid.CreateVersion7()}, {study.Id}, {study.Channel}, {key}, 0, 0, {clock.GetUtcNow()})
            on conflict (channel, external_key) do nothing
            """, cancel);
        var submission = await db.Submissions.FromSql($"select * from submission where channel = {study.Channel} and external_key = {key} for update").SingleAsync(cancel);
        if (submission.RemoteAt > at || submission.StudyId != study.Id) return;
        await Note(db, study, submission, remote, at, cancel);
        await Settle(db, study, submission, remote.State, cancel);
        await db.SaveChangesAsync(cancel);
        var approve = await ByRule(db, study, submission, cancel);
        await transaction.CommitAsync(cancel);
        if (approve is { } soft) await decide.Approve(submission.Id, soft, soft ? "Excluded by the rules of quality." : null, Rule, cancel);
    }

    private async Task Note(NightsDb db, Study study, Submission submission, RemoteSubmission remote, DateTimeOffset at, CancellationToken cancel)
    {
        submission.RemoteState = (short)remote.State;
        submission.RemoteAt = at;
        submission.AutoApproveAt = remote.AutoApproveAt ?? submission.AutoApproveAt;
        if (submission.SessionId is null && await db.Sessions.AsNoTracking().SingleOrDefaultAsync(session => session.Assignment == submission.ExternalKey, cancel) is { } came)
            (submission.SessionId, submission.ParticipantId) = (came.Id, came.ParticipantId);
        // Once it was true it stays: whoever is erased later was the one all the same.
        if (submission is { Verified: not true, ParticipantId: { } person } && remote.Participant.Length > 0)
        {
            var pseudonym = await db.Participants.Where(row => row.Id == person).Select(row => row.Pseudonym).SingleAsync(cancel);
            submission.Verified = pseudonym.AsSpan().SequenceEqual(pseudonyms.Person(study.Channel, remote.Participant));
        }
    }

    private async Task Settle(NightsDb db, Study study, Submission submission, SubmissionState state, CancellationToken cancel)
    {
        if (!state.IsTerminal()) return;
        if (state.IsPaid())
        {
            // Paid there is paid, whatever was wished for here: by us, by its own clock or by somebody in its own pages.
            if (submission.Verdict is Verdict.None or Verdict.Rejected) Decide(submission, Verdict.Approved, $"{state} there");
            await Ledger.Promise(db, clock, submission.Id, Ledger.Reward, study.RewardMinor, Marketplace, state.ToString(), cancel);
            await Ledger.Pay(db, clock, submission.Id, Ledger.Reward, Marketplace, state.ToString(), cancel);
            await Close(db, submission, CallKind.Approve, CallState.Done, null, cancel);
            await Close(db, submission, CallKind.Reject, CallState.Parked, $"On the marketplace the submission is {state}.", cancel);
            return;
        }

        // Where a rejection can be taken back, an approval that is on its way takes it back.
        var overriding = state is SubmissionState.Rejected && study.Channel is ChannelNames.MechanicalTurk && submission.Verdict is Verdict.Approved or Verdict.SoftRejected
            && await db.ChannelCalls.AnyAsync(call => call.SubmissionId == submission.Id && call.Kind == CallKind.Approve && (call.State == CallState.Waiting || call.State == CallState.Sending), cancel);
        if (overriding) return;
        if (state is SubmissionState.Rejected && submission.Verdict is not Verdict.Rejected) Decide(submission, Verdict.Rejected, "Rejected there");
        await Ledger.Void(db, clock, submission.Id, Ledger.Reward, Marketplace, state.ToString(), cancel);
        await Close(db, submission, CallKind.Approve, CallState.Parked, $"On the marketplace the submission is {state}: its reward cannot be paid there. A bonus can.", cancel);
        await Close(db, submission, CallKind.Reject, CallState.Done, null, cancel);
    }

    private void Decide(Submission submission, Verdict verdict, string reason) =>
        (submission.Verdict, submission.DecidedBy, submission.Reason, submission.DecidedAt) = (verdict, Marketplace, reason, clock.GetUtcNow());

    private Task<int> Close(NightsDb db, Submission submission, CallKind kind, CallState state, string? why, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        return db.ChannelCalls.Where(call => call.SubmissionId == submission.Id && call.Kind == kind && (call.State == CallState.Waiting || call.State == CallState.Parked))
            .ExecuteUpdateAsync(call => call.SetProperty(row => row.State, state).SetProperty(row => row.LastFault, why).SetProperty(row => row.DoneAt, now), cancel);
    }

    /// <summary>Whether work that waits can be paid without a person: it is finished, and the one who did it is the one whom the marketplace would pay.</summary>
    /// <returns>Null: no. False: approve. True: pay, and leave the answers out.</returns>
    private async Task<bool?> ByRule(NightsDb db, Study study, Submission submission, CancellationToken cancel)
    {
        if (!options.Value.ApproveByRule || submission is not { RemoteState: (short)SubmissionState.Submitted, Verdict: Verdict.None, SessionId: { } session, ParticipantId: { } person }) return null;
        if (!Verification.IsGood(study.Channel, submission.Verified)) return null;
        // A whole HIT, or one that was taken out of somebody's hands: both are owed. Who left early waits for a person.
        var whole = await db.Database.SqlQuery<bool>(
            $"""
            select session.finished_at is not null
                and (select count(*) from vote where vote.session_id = session.id and vote.status <> 2) >= (campaign.spec -> 'hit' ->> 'trialsPerHit')::int as "Value"
            from hit_session session join campaign on campaign.id = session.campaign_id where session.id = {session}
            """).SingleAsync(cancel);
        var leftOut = await db.Marks.AnyAsync(
            mark => mark.ParticipantId == person && (mark.CampaignId == null || mark.CampaignId == study.CampaignId) && mark.LiftedAt == null
                && (mark.Kind == MarkKind.SoftReject || mark.Kind == MarkKind.Exclude), cancel);
        return leftOut ? true : whole ? false : null;
    }
}
