using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Nights.Campaigns.Api;
using Nights.Campaigns.Calls;
using Nights.Campaigns.Channels;
using Nights.Campaigns.Operators;
using Nights.Channels;
using Nights.Channels.Submissions;
using Nights.Database;
using Nights.Database.Channels;
using Nights.Database.Crowd.Marks;
using Nights.Domain.Quality;
using Npgsql;

namespace Nights.Campaigns.Payments;

/// <summary>
/// POST /submissions/{submission}/approve, soft-reject and reject. The verdict, the line of the ledger and the call to the channel are one transaction; deciding
/// again what is decided changes nothing. Rejecting takes a person: no rule here ever does.
/// </summary>
internal sealed class DecideSubmission(IDbContextFactory<NightsDb> databases, ChannelBell bell, TimeProvider clock)
{
    private const int LongestReason = 2000, MostAttempts = 3;

    internal sealed record ReasonBody(string? Reason);

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/submissions/{submission:guid}/approve", (Guid submission, ReasonBody? body, ClaimsPrincipal user, DecideSubmission decide, SubmissionList list, CancellationToken cancel) =>
            Answer(submission, decide.Approve(submission, soft: false, body?.Reason, user.OperatorName(), cancel), list, cancel)).WithSummary("Pay a submission's reward");
        api.MapPost("/submissions/{submission:guid}/soft-reject", (Guid submission, ReasonBody? body, ClaimsPrincipal user, DecideSubmission decide, SubmissionList list, CancellationToken cancel) =>
            Answer(submission, decide.Approve(submission, soft: true, body?.Reason, user.OperatorName(), cancel), list, cancel)).WithSummary("Pay a submission and leave its answers out");
        api.MapPost("/submissions/{submission:guid}/reject", (Guid submission, Rejection body, ClaimsPrincipal user, DecideSubmission decide, SubmissionList list, CancellationToken cancel) =>
            Answer(submission, decide.Reject(submission, body, user.OperatorName(), cancel), list, cancel)).WithSummary("Refuse a submission's reward, with a reason the participant reads");
    }

    /// <param name="soft">The answers are left out: the person is paid all the same.</param>
    /// <returns>Why not, or null.</returns>
    public Task<string?> Approve(Guid id, bool soft, string? reason, string who, CancellationToken cancel)
    {
        var wanted = soft ? Verdict.SoftRejected : Verdict.Approved;
        if (soft && string.IsNullOrWhiteSpace(reason)) return Task.FromResult<string?>("reason is missing; say why the answers are left out.");
        if (reason is { Length: > LongestReason }) return Task.FromResult<string?>($"reason has {reason.Length} characters; at most {LongestReason} are possible.");
        return Change(id, async (db, submission, study, connection) =>
        {
            if (submission.Verdict == wanted) return null;
            if (submission.Verdict is Verdict.Rejected && study.Channel is not ChannelNames.MechanicalTurk)
                return $"The submission was rejected by {submission.DecidedBy}; {study.Channel} takes that back for nobody. Pay what is due with a bonus.";
            if ((SubmissionState)submission.RemoteState is SubmissionState.Returned or SubmissionState.TimedOut)
                return $"The submission was {((SubmissionState)submission.RemoteState is SubmissionState.Returned ? "returned" : "timed out")}: its reward cannot be paid there. Pay what was done with a bonus.";
            if (soft) await LeaveOut(connection, submission, study.CampaignId, reason!.Trim(), who, cancel);
            else if (submission.Verdict is Verdict.SoftRejected) await TakeInAgain(db, connection, submission, reason, who, cancel);
            Settle(submission, wanted, reason, who);
            await Ledger.Promise(db, clock, id, Ledger.Reward, study.RewardMinor, who, note: null, cancel);
            if (!await db.ChannelCalls.AnyAsync(call => call.Key == $"approve:{id:N}", cancel))
                db.ChannelCalls.Add(NewCall.Of(clock, study.Id, id, CallKind.Approve, $"approve:{id:N}", new { }, who));
            db.Audit.Add(AuditLog.Entry(clock, who, soft ? "soft-reject submission" : "approve submission", $"submission {id}", reason));
            return null;
        }, cancel);
    }

    /// <returns>Why not, or null.</returns>
    public Task<string?> Reject(Guid id, Rejection rejection, string who, CancellationToken cancel) => rejection.WhyNot() is { } why
        ? Task.FromResult<string?>(why)
        : Change(id, (db, submission, study, _) =>
        {
            string? refusal = submission.Verdict switch
            {
                Verdict.Approved or Verdict.SoftRejected => $"The reward was promised by {submission.DecidedBy}; what is promised is paid.",
                Verdict.None or Verdict.Rejected => null,
                _ => throw new InvalidOperationException($"{submission.Verdict} is no verdict."),
            };
            if (refusal is not null || submission.Verdict is Verdict.Rejected) return Task.FromResult(refusal);
            if (((SubmissionState)submission.RemoteState).IsTerminal()) return Task.FromResult<string?>($"On the marketplace the submission is {(SubmissionState)submission.RemoteState} already.");
            Settle(submission, Verdict.Rejected, $"{rejection.Category}: {rejection.Message.Trim()}", who);
            db.ChannelCalls.Add(NewCall.Of(clock, study.Id, id, CallKind.Reject, $"reject:{id:N}", rejection, who));
            db.Audit.Add(AuditLog.Entry(clock, who, "reject submission", $"submission {id}", rejection.Category));
            return Task.FromResult<string?>(null);
        }, cancel);

    private void Settle(Submission submission, Verdict verdict, string? reason, string who) =>
        (submission.Verdict, submission.Reason, submission.DecidedBy, submission.DecidedAt) = (verdict, reason, who, clock.GetUtcNow());

    /// <summary>The person's votes of the campaign are quarantined, unless they are already; an approval afterwards puts them back.</summary>
    private async Task LeaveOut(NpgsqlConnection connection, Submission submission, Guid campaign, string reason, string who, CancellationToken cancel)
    {
        if (submission.ParticipantId is not { } person) return;
        await MarkParticipant.Run(connection, new ParticipantMark
        {
            Id = Guid.CreateVersion7(),
            ParticipantId = person,
            CampaignId = campaign,
            Kind = MarkKind.SoftReject,
            Reason = reason,
            SubmissionId = submission.Id,
            By = who,
            At = clock.GetUtcNow(),
        }, cancel);
    }

    private async Task TakeInAgain(NightsDb db, NpgsqlConnection connection, Submission submission, string? reason, string who, CancellationToken cancel)
    {
        var marks = await db.Marks.AsNoTracking().Where(mark => mark.SubmissionId == submission.Id && mark.LiftedAt == null).Select(mark => new { mark.Id, mark.ParticipantId }).ToListAsync(cancel);
        foreach (var mark in marks)
            await LiftMark.Run(connection, mark.ParticipantId, mark.Id, who, string.IsNullOrWhiteSpace(reason) ? "approved after all" : reason.Trim(), clock.GetUtcNow(), cancel);
    }

    private async Task<string?> Change(Guid id, Func<NightsDb, Submission, Study, NpgsqlConnection, Task<string?>> change, CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await ChangeOnce(id, change, cancel);
            }
            catch (PostgresException fault) when (attempt < MostAttempts && fault.SqlState is PostgresErrorCodes.DeadlockDetected)
            {
                // Somebody who was answering has won.
            }
        }
    }

    private async Task<string?> ChangeOnce(Guid id, Func<NightsDb, Submission, Study, NpgsqlConnection, Task<string?>> change, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var submission = await db.Submissions.FromSql($"select * from submission where id = {id} for update").SingleOrDefaultAsync(cancel);
        if (submission is null) return $"There is no submission {id}.";
        var study = await db.Studies.AsNoTracking().SingleAsync(row => row.Id == submission.StudyId, cancel);
        if (await change(db, submission, study, (NpgsqlConnection)db.Database.GetDbConnection()) is { } refusal) return refusal;
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        bell.Ring();
        return null;
    }

    internal static async Task<Results<Ok<SubmissionRow>, ProblemHttpResult>> Answer(Guid id, Task<string?> deciding, SubmissionList list, CancellationToken cancel)
    {
        if (await list.One(id, cancel) is null) return Refusal.Missing($"There is no submission {id}.");
        return await deciding is { } refusal ? Refusal.Conflict(refusal) : TypedResults.Ok((await list.One(id, cancel))!);
    }
}
