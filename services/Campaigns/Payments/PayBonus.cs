using System.Security.Claims;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Nights.Campaigns.Api;
using Nights.Campaigns.Calls;
using Nights.Campaigns.Channels;
using Nights.Campaigns.Operators;
using Nights.Campaigns.Studies;
using Nights.Channels.Submissions;
using Nights.Database;
using Nights.Database.Channels;

namespace Nights.Campaigns.Payments;

/// <summary>
/// POST /submissions/{submission}/bonus and POST /studies/{study}/top-up. A bonus has a cause; the same cause is paid once for a submission, however often it is
/// asked for. Its amount comes out of the campaign's cap, before the marketplace hears of it.
/// </summary>
internal sealed partial class PayBonus(IDbContextFactory<NightsDb> databases, ChannelBell bell, TimeProvider clock)
{
    /// <summary>The cause under which a study's pay is lifted to what was promised.</summary>
    public const string TopUpCause = "top-up";

    private const int LongestReason = 500;
    private const long MostMinor = 100_000;

    /// <param name="AmountMinor">1 to 100,000 minor units.</param>
    /// <param name="Cause">1 to 40 lower-case letters, digits and hyphens: another bonus for another reason has another cause.</param>
    /// <param name="Reason">What the participant reads.</param>
    internal sealed record Body(long AmountMinor, string? Cause, string? Reason);

    /// <param name="AmountMinor">For each approved submission.</param>
    internal sealed record TopUpBody(long AmountMinor, string? Reason);

    internal sealed record ToppedUp(int Submissions, long AmountMinor);

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/submissions/{submission:guid}/bonus", (Guid submission, Body body, ClaimsPrincipal user, PayBonus pay, SubmissionList list, CancellationToken cancel) =>
            DecideSubmission.Answer(submission, pay.One(submission, body, user.OperatorName(), cancel), list, cancel)).WithSummary("Pay a bonus on a submission");
        api.MapPost("/studies/{study:guid}/top-up", TopUp).WithSummary("Pay every approved submission of a study a top-up")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
    }

    /// <returns>Why not, or null.</returns>
    public async Task<string?> One(Guid id, Body body, string who, CancellationToken cancel)
    {
        if (Wrong(body.AmountMinor, body.Cause, body.Reason) is { } wrong) return wrong;
        await using var db = await databases.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var submission = await db.Submissions.FromSql($"select * from submission where id = {id} for update").AsNoTracking().SingleOrDefaultAsync(cancel);
        if (submission is null) return $"There is no submission {id}.";
        if (await Add(db, submission, body.AmountMinor, body.Cause!, body.Reason!, who, cancel) is { } refusal) return refusal;
        db.Audit.Add(AuditLog.Entry(clock, who, "pay bonus", $"submission {id}", $"{body.Cause}, {body.AmountMinor} minor units"));
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        bell.Ring();
        return null;
    }

    /// <summary>All or none: the cap has room for everybody or the top-up is refused.</summary>
    public async Task<(ToppedUp? Done, string? Refusal)> Everybody(Guid studyId, TopUpBody body, string who, CancellationToken cancel)
    {
        var reason = body.Reason ?? "The work took longer than we had said; this lifts your pay to what was promised. Thank you.";
        if (Wrong(body.AmountMinor, TopUpCause, reason) is { } wrong) return (null, wrong);
        await using var db = await databases.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var submissions = await db.Submissions.FromSql(
            $"select * from submission where study_id = {studyId} and verdict in (1, 2) order by id for update").AsNoTracking().ToListAsync(cancel);
        // A second top-up of the same amount is the same; of another amount it is another.
        var cause = $"{TopUpCause}-{body.AmountMinor}";
        foreach (var submission in submissions)
        {
            if (await Add(db, submission, body.AmountMinor, cause, reason, who, cancel) is { } refusal) return (null, refusal);
        }

        db.Audit.Add(AuditLog.Entry(clock, who, "top up study", $"study {studyId}", $"{submissions.Count} submissions, {body.AmountMinor} minor units each"));
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        bell.Ring();
        return (new ToppedUp(submissions.Count, body.AmountMinor), null);
    }

    private async Task<string?> Add(NightsDb db, Submission submission, long amount, string cause, string reason, string who, CancellationToken cancel)
    {
        if (submission.RemoteState is (short)SubmissionState.Unknown) return "The marketplace has not named this submission yet; nobody is paid on an id that may be made up.";
        var kind = Ledger.Bonus(cause);
        if (!await Ledger.Promise(db, clock, submission.Id, kind, amount, who, reason, cancel)) return null;      // promised before
        var room = await db.Database.ExecuteSqlAsync(
            $"""
            update campaign set committed_minor = committed_minor + {amount}
            where id = (select campaign_id from study where id = {submission.StudyId}) and committed_minor + {amount} <= cap_minor and overspent_minor = 0
            """, cancel);
        if (room is 0) return $"The campaign's cap leaves no room for {amount} minor units more; go on in a new version with a higher cap.";
        db.ChannelCalls.Add(NewCall.Of(clock, submission.StudyId, submission.Id, CallKind.Bonus, $"{kind}:{submission.Id:N}", new BonusPayload(kind, amount, reason), who));
        return null;
    }

    private static string? Wrong(long amount, string? cause, string? reason) =>
        amount is < 1 or > MostMinor ? $"amountMinor is {amount}; 1 to {MostMinor} are possible."
        : cause is null || !CausePattern().IsMatch(cause) ? $"cause is '{cause}'; write 1 to 40 lower-case letters, digits and hyphens, e.g. thanks."
        : string.IsNullOrWhiteSpace(reason) || reason.Length > LongestReason ? $"reason must have 1 to {LongestReason} characters; the participant reads it."
        : null;

    private static async Task<Results<Ok<ToppedUp>, ProblemHttpResult>> TopUp(
        Guid study, TopUpBody body, ClaimsPrincipal user, PayBonus pay, StudyList studies, CancellationToken cancel)
    {
        if (await studies.Find(study, cancel) is null) return Refusal.Missing($"There is no study {study}.");
        var (done, refusal) = await pay.Everybody(study, body, user.OperatorName(), cancel);
        return done is null ? Refusal.Conflict(refusal!) : TypedResults.Ok(done);
    }

    [GeneratedRegex(@"^[a-z0-9][a-z0-9-]{0,39}\z", RegexOptions.CultureInvariant)]
    private static partial Regex CausePattern();
}
