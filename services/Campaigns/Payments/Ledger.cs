using Microsoft.EntityFrameworkCore;
using Nights.Database;
using Nights.Database.Channels;

namespace Nights.Campaigns.Payments;

/// <summary>Lines of the ledger, each written in the transaction of the decision it belongs to. A line that stands already is not written again.</summary>
internal static class Ledger
{
    public const string Reward = "reward";

    /// <summary>A bonus and the word of its cause, e.g. "bonus:top-up".</summary>
    public static string Bonus(string cause) => $"bonus:{cause}";

    /// <summary>We owe it.</summary>
    /// <returns>False when it was promised before.</returns>
    public static Task<bool> Promise(NightsDb db, TimeProvider clock, Guid submission, string kind, long amountMinor, string by, string? note, CancellationToken cancel) =>
        Write(db, clock, submission, kind, LedgerStep.Promised, amountMinor, by, note, cancel);

    /// <summary>The money has moved. Promises it first where the marketplace was ahead of us; the amount is the promise's.</summary>
    public static Task<bool> Pay(NightsDb db, TimeProvider clock, Guid submission, string kind, string by, string? note, CancellationToken cancel) =>
        Close(db, clock, submission, kind, LedgerStep.Paid, by, note, cancel);

    /// <summary>What was promised and not paid will not be paid.</summary>
    public static Task<bool> Void(NightsDb db, TimeProvider clock, Guid submission, string kind, string by, string? note, CancellationToken cancel) =>
        Close(db, clock, submission, kind, LedgerStep.Void, by, note, cancel);

    private static async Task<bool> Write(
        NightsDb db, TimeProvider clock, Guid submission, string kind, LedgerStep step, long amountMinor, string by, string? note, CancellationToken cancel) =>
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into ledger_entry (at, channel, study_id, submission_id, external_key, kind, step, amount_minor, currency, "by", note)
            select {clock.GetUtcNow()}, s.channel, s.study_id, s.id, s.external_key, {kind}, {(short)step}, {amountMinor}, study.currency, {by}, {note}
            from submission s join study on study.id = s.study_id where s.id = {submission}
            on conflict (channel, external_key, kind, step) do nothing
            """, cancel) > 0;

    // What is paid is never made void, and what is void is paid only when the marketplace says that it was.
    private static async Task<bool> Close(NightsDb db, TimeProvider clock, Guid submission, string kind, LedgerStep step, string by, string? note, CancellationToken cancel) =>
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into ledger_entry (at, channel, study_id, submission_id, external_key, kind, step, amount_minor, currency, "by", note)
            select {clock.GetUtcNow()}, promise.channel, promise.study_id, promise.submission_id, promise.external_key, promise.kind, {(short)step}, promise.amount_minor, promise.currency, {by}, {note}
            from ledger_entry promise
            where promise.submission_id = {submission} and promise.kind = {kind} and promise.step = 0
              and not ({(short)step} = 2 and exists (select from ledger_entry paid where paid.submission_id = {submission} and paid.kind = {kind} and paid.step = 1))
            on conflict (channel, external_key, kind, step) do nothing
            """, cancel) > 0;
}
