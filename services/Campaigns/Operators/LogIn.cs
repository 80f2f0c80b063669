using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;
using Nights.Database;

namespace Nights.Campaigns.Operators;

/// <summary>The console's log-in: a key buys a cookie; a set-up token is exchanged for a key on the way.</summary>
internal sealed class LogIn(IDbContextFactory<NightsDb> databases, TimeProvider clock)
{
    private const string FirstOperator = "first operator";

    /// <param name="Refusal">Why not, or null.</param>
    /// <param name="NewKey">The key that took the place of a set-up token: to be shown once.</param>
    internal sealed record Outcome(string? Refusal, string? NewKey);

    public async Task<Outcome> Run(HttpContext http, string text)
    {
        var cancel = http.RequestAborted;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var key = await OperatorKeys.Find(db, text.Trim(), clock, cancel);
        if (key is null) return new Outcome("This key is not known, revoked, expired or, if it is a set-up token, spent.", null);

        if (key.OneTime)
        {
            if (await OperatorKeys.Exchange(db, text.Trim(), FirstOperator, clock, cancel) is not { } made)
                return new Outcome("This set-up token has just been used.", null);
            await SignIn(http, OperatorIdentity.Principal(made.Id, FirstOperator, OperatorAccess.CookieScheme));
            return new Outcome(null, made.Key);
        }

        db.Audit.Add(AuditLog.Entry(clock, key.Name, "log in", "console"));
        await db.SaveChangesAsync(cancel);
        await SignIn(http, OperatorIdentity.Principal(key, OperatorAccess.CookieScheme));
        return new Outcome(null, null);
    }

    private static Task SignIn(HttpContext http, ClaimsPrincipal user) => http.SignInAsync(OperatorAccess.CookieScheme, user);
}
