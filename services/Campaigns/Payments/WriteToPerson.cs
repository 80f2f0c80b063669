using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using Nights.Campaigns.Calls;
using Nights.Campaigns.Channels;
using Nights.Campaigns.Operators;
using Nights.Database;
using Nights.Database.Channels;

namespace Nights.Campaigns.Payments;

/// <summary>POST /submissions/{submission}/message: writes to the person behind a submission, over the marketplace.</summary>
internal sealed class WriteToPerson(IDbContextFactory<NightsDb> databases, ChannelBell bell, TimeProvider clock)
{
    private const int LongestSubject = 200, LongestText = 2000;

    internal sealed record Body(string? Subject, string? Text);

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/submissions/{submission:guid}/message", (Guid submission, Body body, ClaimsPrincipal user, WriteToPerson write, SubmissionList list, CancellationToken cancel) =>
            DecideSubmission.Answer(submission, write.Run(submission, body, user.OperatorName(), cancel), list, cancel)).WithSummary("Write to the person behind a submission");

    public async Task<string?> Run(Guid id, Body body, string who, CancellationToken cancel)
    {
        var subject = string.IsNullOrWhiteSpace(body.Subject) ? "About your work in our study" : body.Subject.Trim();
        if (subject.Length > LongestSubject) return $"subject has {subject.Length} characters; at most {LongestSubject} are possible.";
        if (string.IsNullOrWhiteSpace(body.Text) || body.Text.Length > LongestText) return $"text must have 1 to {LongestText} characters.";
        await using var db = await databases.CreateDbContextAsync(cancel);
        var submission = await db.Submissions.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancel);
        if (submission is null) return $"There is no submission {id}.";
        db.ChannelCalls.Add(NewCall.Of(clock, submission.StudyId, id, CallKind.Message, $"message:{Guid.CreateVersion7():N}", new LetterPayload(subject, body.Text), who));
        db.Audit.Add(AuditLog.Entry(clock, who, "write to participant", $"submission {id}", subject));
        await db.SaveChangesAsync(cancel);
        bell.Ring();
        return null;
    }
}
