using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using Nights.Campaigns.Channels;
using Nights.Campaigns.Operators;
using Nights.Database;
using Nights.Database.Channels;

namespace Nights.Campaigns.Payments;

/// <summary>POST /submissions/{submission}/payout: the operator has paid what is owed by other means, and says how it can be found again.</summary>
internal sealed class RecordPayout(IDbContextFactory<NightsDb> databases, CrowdChannels channels, TimeProvider clock)
{
    private const int LongestReference = 200;

    /// <param name="Reference">Where the payment stands elsewhere, e.g. a voucher's number. No names.</param>
    internal sealed record Body(string? Reference);

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/submissions/{submission:guid}/payout", (Guid submission, Body body, ClaimsPrincipal user, RecordPayout record, SubmissionList list, CancellationToken cancel) =>
            DecideSubmission.Answer(submission, record.Run(submission, body.Reference, user.OperatorName(), cancel), list, cancel)).WithSummary("Record that what is owed was paid by hand");

    public async Task<string?> Run(Guid id, string? reference, string who, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(reference) || reference.Length > LongestReference) return $"reference must have 1 to {LongestReference} characters: where can the payment be found?";
        await using var db = await databases.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var submission = await db.Submissions.FromSql($"select * from submission where id = {id} for update").AsNoTracking().SingleOrDefaultAsync(cancel);
        if (submission is null) return $"There is no submission {id}.";
        if (channels.Get(submission.Channel).PaysItself) return $"{submission.Channel} pays by itself; a payout by hand would be the second.";
        var owed = await db.Ledger.Where(entry => entry.SubmissionId == id && entry.Step == LedgerStep.Promised
            && !db.Ledger.Any(other => other.SubmissionId == id && other.Kind == entry.Kind && other.Step != LedgerStep.Promised)).Select(entry => entry.Kind).ToListAsync(cancel);
        if (owed.Count is 0) return "Nothing is owed on this submission.";
        foreach (var kind in owed) await Ledger.Pay(db, clock, id, kind, who, reference, cancel);
        db.Audit.Add(AuditLog.Entry(clock, who, "record payout", $"submission {id}", reference));
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return null;
    }
}
