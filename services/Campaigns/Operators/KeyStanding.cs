using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using Nights.Database;

namespace Nights.Campaigns.Operators;

/// <summary>Whether the key behind a log-in may still be used.</summary>
internal sealed class KeyStanding(IDbContextFactory<NightsDb> databases, TimeProvider clock)
{
    public async Task<bool> IsGood(ClaimsPrincipal user, CancellationToken cancel)
    {
        if (user.OperatorKeyId() is not { } id) return false;
        var now = clock.GetUtcNow();
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.OperatorKeys.AnyAsync(
            key => key.Id == id && !key.OneTime && key.RevokedAt == null && (key.ExpiresAt == null || key.ExpiresAt > now), cancel);
    }
}
