using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Nights.Campaigns.Operators;
using Nights.Database;

namespace Nights.Local;

/// <summary>Who may operate a local host: this user's commands by a key in the data folder, and whoever holds the token of the first start.</summary>
internal static class OperatorEntry
{
    private const string KeyName = "this machine";
    private static readonly TimeSpan TokenIsGoodFor = TimeSpan.FromHours(24);

    /// <summary>Sees to it that the key in the data folder opens this database.</summary>
    /// <returns>A set-up token when nobody had a key before, else null.</returns>
    public static async Task<string?> Prepare(NightsDb db, SecretFiles secrets, CancellationToken cancel)
    {
        if (secrets.OperatorKey is { } known && await IsGood(db, known, cancel)) return null;
        var first = !await db.OperatorKeys.AnyAsync(key => !key.OneTime, cancel);
        secrets.OperatorKey = await OperatorKeys.Create(db, KeyName, TimeProvider.System, cancel);
        return first ? await OperatorKeys.CreateOneTime(db, TokenIsGoodFor, TimeProvider.System, cancel) : null;
    }

    private static Task<bool> IsGood(NightsDb db, string text, CancellationToken cancel)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(text));
        return db.OperatorKeys.AnyAsync(key => key.KeyHash == hash && key.RevokedAt == null, cancel);
    }
}
