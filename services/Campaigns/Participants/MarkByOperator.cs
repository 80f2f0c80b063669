using Microsoft.EntityFrameworkCore;
using Nights.Campaigns.Operators;
using Nights.Database;
using Nights.Database.Crowd.Marks;
using Nights.Domain.Quality;
using Npgsql;

namespace Nights.Campaigns.Participants;

/// <summary>
/// What an operator does about a participant: sets a mark or lifts one, with the audit entry in the same transaction. A preview is that transaction rolled
/// back, so what is shown is what would happen.
/// </summary>
internal sealed class MarkByOperator(IDbContextFactory<NightsDb> databases, TimeProvider clock)
{
    /// <summary>Characters of a reason.</summary>
    public const int LongestReason = 500;

    private const int MostAttempts = 3;

    /// <param name="Campaign">The campaign that the operator looks at; the mark's, unless the scope is everywhere.</param>
    internal sealed record Order(Guid Campaign, Guid Participant, MarkKind Kind, MarkScope Scope, string Reason, DateTimeOffset? EndsAt = null);

    /// <returns>The mark's id and its effect, or why there is none.</returns>
    public Task<(Guid Mark, MarkEffect? Effect, string? Refusal)> Set(Order order, string who, bool preview, CancellationToken cancel)
    {
        if (Wrong(order.Reason) is { } wrong) return Task.FromResult<(Guid, MarkEffect?, string?)>((default, null, wrong));
        if (order.EndsAt is not null && order.Kind is not (MarkKind.Block or MarkKind.Allow))
            return Task.FromResult<(Guid, MarkEffect?, string?)>((default, null, "Only a block or an allowance ends by itself; lift the others when it is time."));
        if (order.EndsAt is { } ends && ends <= clock.GetUtcNow()) return Task.FromResult<(Guid, MarkEffect?, string?)>((default, null, "endsAt has passed already."));
        return Transact(preview, async (db, connection) =>
        {
            var mark = new ParticipantMark
            {
                Id = Guid.CreateVersion7(),
                ParticipantId = order.Participant,
                CampaignId = order.Scope is MarkScope.Everywhere ? null : order.Campaign,
                Kind = order.Kind,
                Reason = order.Reason.Trim(),
                By = who,
                At = clock.GetUtcNow(),
                EndsAt = order.EndsAt,
            };
            var effect = MarkEffect.Of(await MarkParticipant.Run(connection, mark, cancel));
            db.Audit.Add(AuditLog.Entry(clock, who, $"mark participant: {Word(order.Kind)}", $"{order.Participant}", $"{mark.Reason} ({(mark.CampaignId is null ? "everywhere" : "in the campaign")}). {effect.Words}"));
            return (mark.Id, effect, null);
        }, cancel);
    }

    /// <returns>The effect, or why there is none.</returns>
    public Task<(Guid Mark, MarkEffect? Effect, string? Refusal)> Lift(Guid participant, Guid mark, string reason, string who, bool preview, CancellationToken cancel)
    {
        if (Wrong(reason) is { } wrong) return Task.FromResult<(Guid, MarkEffect?, string?)>((mark, null, wrong));
        return Transact(preview, async (db, connection) =>
        {
            if (await LiftMark.Run(connection, participant, mark, who, reason.Trim(), clock.GetUtcNow(), cancel) is not { } lifted)
                return (mark, null, "The participant has no such mark in force.");
            var effect = MarkEffect.Of(lifted);
            db.Audit.Add(AuditLog.Entry(clock, who, "lift mark", $"{participant}", $"{reason.Trim()}. {effect.Words}"));
            return (mark, effect, null);
        }, cancel);
    }

    /// <summary>How a kind is called.</summary>
    public static string Word(MarkKind kind) => kind switch
    {
        MarkKind.Warn => "warn",
        MarkKind.SoftReject => "soft-reject",
        MarkKind.Exclude => "exclude",
        MarkKind.Block => "block",
        MarkKind.Allow => "allow",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such mark."),
    };

    private static string? Wrong(string? reason) => reason is null || reason.Trim().Length is 0 or > LongestReason
        ? $"Give a reason of 1 to {LongestReason} characters; it stays on the record."
        : null;

    private async Task<(Guid, MarkEffect?, string?)> Transact(
        bool preview, Func<NightsDb, NpgsqlConnection, Task<(Guid, MarkEffect?, string?)>> act, CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            await using var db = await databases.CreateDbContextAsync(cancel);
            await using var transaction = await db.Database.BeginTransactionAsync(cancel);
            try
            {
                var result = await act(db, (NpgsqlConnection)db.Database.GetDbConnection());
                if (preview || result.Item2 is null) return result;
                await db.SaveChangesAsync(cancel);
                await transaction.CommitAsync(cancel);
                return result;
            }
            catch (PostgresException fault) when (attempt < MostAttempts && fault.SqlState is PostgresErrorCodes.DeadlockDetected)
            {
                // Somebody who was answering has won; the marks are set on what they left.
            }
        }
    }
}
