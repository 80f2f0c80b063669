using Microsoft.EntityFrameworkCore;
using Nights.Database;

namespace Nights.Campaigns.Snapshots;

/// <summary>
/// The high-water mark of a snapshot. Ids are drawn before their transactions commit, so the highest visible id may stand above one that is
/// still to come; for a moment the table is locked against writers, and then every vote up to the mark is there for good or never will be.
/// </summary>
internal static class VoteMark
{
    public static async Task<long> Highest(NightsDb db, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.Database.ExecuteSqlAsync($"lock table vote in share mode", cancel);
        var mark = await db.Votes.MaxAsync(vote => (long?)vote.Id, cancel) ?? 0;
        await transaction.CommitAsync(cancel);
        return mark;
    }
}
