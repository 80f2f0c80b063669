using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Nights.Database;
using Nights.Database.Operators;

namespace Nights.Campaigns.Operators;

/// <summary>
/// The keys operators log in with: 256 random bits, shown once, stored as their SHA-256. A one-time token is a key that can only be
/// exchanged for a lasting one, by whoever comes first.
/// </summary>
public static class OperatorKeys
{
    private const string KeyPrefix = "nk_";
    private const string TokenPrefix = "once_";

    /// <summary>Makes a lasting key.</summary>
    /// <param name="name">Who it is for, 1 to 100 characters; appears in the audit log.</param>
    /// <returns>The key; it cannot be had again.</returns>
    public static async Task<string> Create(NightsDb db, string name, TimeProvider clock, CancellationToken cancel)
    {
        var key = NewText(KeyPrefix);
        db.OperatorKeys.Add(Row(key, name, oneTime: false, clock, valid: null));
        await db.SaveChangesAsync(cancel);
        return key;
    }

    /// <summary>Makes a set-up token for the first log-in. Its first use spends it.</summary>
    /// <param name="valid">How long it can be used.</param>
    /// <returns>The token; it cannot be had again.</returns>
    public static async Task<string> CreateOneTime(NightsDb db, TimeSpan valid, TimeProvider clock, CancellationToken cancel)
    {
        var token = NewText(TokenPrefix);
        db.OperatorKeys.Add(Row(token, "set-up token", oneTime: true, clock, valid));
        await db.SaveChangesAsync(cancel);
        return token;
    }

    /// <summary>The key's row when it may be used now, else null.</summary>
    internal static Task<OperatorKey?> Find(NightsDb db, string text, TimeProvider clock, CancellationToken cancel)
    {
        var (hash, now) = (Hash(text), clock.GetUtcNow());
        return Usable(db.OperatorKeys.AsNoTracking(), now).SingleOrDefaultAsync(key => key.KeyHash == hash, cancel);
    }

    /// <summary>Spends a one-time token and makes the lasting key it stands for; of racing callers exactly one succeeds.</summary>
    /// <returns>The new key, or null when the token is unknown, expired or spent.</returns>
    internal static async Task<(Guid Id, string Key)?> Exchange(NightsDb db, string token, string name, TimeProvider clock, CancellationToken cancel)
    {
        var (hash, now) = (Hash(token), clock.GetUtcNow());
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var spent = await Usable(db.OperatorKeys, now)
            .Where(key => key.KeyHash == hash && key.OneTime)
            .ExecuteUpdateAsync(key => key.SetProperty(k => k.SpentAt, now), cancel);
        if (spent is 0) return null;

        var text = NewText(KeyPrefix);
        var row = Row(text, name, oneTime: false, clock, valid: null);
        db.OperatorKeys.Add(row);
        db.Audit.Add(AuditLog.Entry(clock, name, "exchange set-up token", $"key {row.Id}"));
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return (row.Id, text);
    }

    private static IQueryable<OperatorKey> Usable(IQueryable<OperatorKey> keys, DateTimeOffset now) =>
        keys.Where(key => key.RevokedAt == null && key.SpentAt == null && (key.ExpiresAt == null || key.ExpiresAt > now));

    private static string NewText(string prefix) => prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    private static OperatorKey Row(string text, string name, bool oneTime, TimeProvider clock, TimeSpan? valid)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(name.Length, 100);
        return new OperatorKey
        {
            Id = Guid.CreateVersion7(),
            Name = name,
            KeyHash = Hash(text),
            OneTime = oneTime,
            CreatedAt = clock.GetUtcNow(),
            ExpiresAt = clock.GetUtcNow() + valid,
        };
    }
}
