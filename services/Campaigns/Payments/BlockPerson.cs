using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using Nights.Campaigns.Calls;
using Nights.Campaigns.Channels;
using Nights.Campaigns.Operators;
using Nights.Database;
using Nights.Database.Channels;
using Nights.Database.Crowd.Marks;
using Nights.Domain.Quality;
using Npgsql;

namespace Nights.Campaigns.Payments;

/// <summary>
/// POST /submissions/{submission}/block and unblock: the person behind a submission is let into no new HIT of this installation, and the marketplace is told.
/// What they have answered is paid; a block decides about nothing else. It is a mark on their record like any other.
/// </summary>
internal sealed class BlockPerson(IDbContextFactory<NightsDb> databases, ChannelBell bell, TimeProvider clock)
{
    private const int LongestReason = 500, MostDays = 3650;

    /// <param name="Days">How long, or null for good.</param>
    internal sealed record Body(string? Reason, int? Days = null);

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/submissions/{submission:guid}/block", (Guid submission, Body body, ClaimsPrincipal user, BlockPerson block, SubmissionList list, CancellationToken cancel) =>
            DecideSubmission.Answer(submission, block.Run(submission, body, user.OperatorName(), cancel), list, cancel)).WithSummary("Let the person behind a submission in no more");
        api.MapPost("/submissions/{submission:guid}/unblock", (Guid submission, Body body, ClaimsPrincipal user, BlockPerson block, SubmissionList list, CancellationToken cancel) =>
            DecideSubmission.Answer(submission, block.End(submission, body.Reason, user.OperatorName(), cancel), list, cancel)).WithSummary("Let the person behind a submission in again");
    }

    public Task<string?> Run(Guid id, Body body, string who, CancellationToken cancel) =>
        body.Days is < 1 or > MostDays ? Task.FromResult<string?>($"days is {body.Days}; 1 to {MostDays} are possible, or none for good.") : Change(id, CallKind.Block, body.Reason, who, async (db, person, now) =>
        {
            var ends = body.Days is { } days ? now.AddDays(days) : (DateTimeOffset?)null;
            await Lift(db, person, who, "replaced", now, cancel);
            await MarkParticipant.Run((NpgsqlConnection)db.Database.GetDbConnection(), new ParticipantMark
            {
                Id = Guid.CreateVersion7(),
                ParticipantId = person,
                Kind = MarkKind.Block,
                Reason = body.Reason!,
                By = who,
                At = now,
                EndsAt = ends,
            }, cancel);
        }, cancel);

    public Task<string?> End(Guid id, string? reason, string who, CancellationToken cancel) =>
        Change(id, CallKind.Unblock, reason, who, (db, person, now) => Lift(db, person, who, reason!, now, cancel), cancel);

    /// <summary>Lifts the blocks everywhere; one that an operator set for a campaign alone stands in that campaign's record.</summary>
    private static async Task Lift(NightsDb db, Guid person, string who, string reason, DateTimeOffset now, CancellationToken cancel)
    {
        var marks = await db.Marks.AsNoTracking().Where(mark => mark.ParticipantId == person && mark.CampaignId == null && mark.Kind == MarkKind.Block && mark.LiftedAt == null)
            .Select(mark => mark.Id).ToListAsync(cancel);
        foreach (var mark in marks) await LiftMark.Run((NpgsqlConnection)db.Database.GetDbConnection(), person, mark, who, reason, now, cancel);
    }

    private async Task<string?> Change(
        Guid id, CallKind kind, string? reason, string who, Func<NightsDb, Guid, DateTimeOffset, Task> change, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(reason) || reason.Length > LongestReason) return $"reason must have 1 to {LongestReason} characters; it stands in the log.";
        await using var db = await databases.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var submission = await db.Submissions.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancel);
        if (submission is null) return $"There is no submission {id}.";
        if (submission.ParticipantId is not { } person) return "Nobody has come with this submission; there is no person to block.";
        await change(db, person, clock.GetUtcNow());
        db.ChannelCalls.Add(NewCall.Of(clock, submission.StudyId, id, kind, $"{kind.ToString().ToLowerInvariant()}:{Guid.CreateVersion7():N}", new ReasonPayload(reason), who));
        db.Audit.Add(AuditLog.Entry(clock, who, $"{kind.ToString().ToLowerInvariant()} participant", $"submission {id}", reason));
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        bell.Ring();
        return null;
    }
}
