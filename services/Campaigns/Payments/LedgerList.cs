using Microsoft.EntityFrameworkCore;
using Nights.Campaigns.Api;
using Nights.Database;
using Nights.Database.Channels;

namespace Nights.Campaigns.Payments;

/// <summary>A line of the ledger as operators see it.</summary>
internal sealed record LedgerLine(long Id, DateTimeOffset At, Guid SubmissionId, string Kind, LedgerStep Step, long AmountMinor, string Currency, string By, string? Note);

/// <summary>Lists a study's ledger, the newest line first.</summary>
internal sealed class LedgerList(IDbContextFactory<NightsDb> databases)
{
    public async Task<Paged<LedgerLine>> Page(Guid study, int page, int size, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var lines = db.Ledger.AsNoTracking().Where(entry => entry.StudyId == study);
        return new Paged<LedgerLine>(
            await lines.OrderByDescending(entry => entry.Id).Skip((page - 1) * size).Take(size)
                .Select(entry => new LedgerLine(entry.Id, entry.At, entry.SubmissionId, entry.Kind, entry.Step, entry.AmountMinor, entry.Currency, entry.By, entry.Note))
                .ToListAsync(cancel),
            await lines.CountAsync(cancel));
    }
}
