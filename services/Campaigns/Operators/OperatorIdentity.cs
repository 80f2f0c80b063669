using System.Security.Claims;
using Nights.Database.Operators;

namespace Nights.Campaigns.Operators;

/// <summary>Who an authenticated request comes from.</summary>
internal static class OperatorIdentity
{
    /// <summary>Claim with the id of the key that was used.</summary>
    public const string KeyId = "key";

    /// <summary>Claim of a request that shows a one-time token: it may be exchanged and nothing else.</summary>
    public const string SetUp = "set-up";

    public static ClaimsPrincipal Principal(OperatorKey key, string scheme) =>
        key.OneTime
            ? new(new ClaimsIdentity([new(SetUp, "")], scheme))
            : Principal(key.Id, key.Name, scheme);

    public static ClaimsPrincipal Principal(Guid id, string name, string scheme) =>
        new(new ClaimsIdentity([new(KeyId, id.ToString()), new(ClaimTypes.Name, name)], scheme));

    /// <summary>The operator's name for the audit log.</summary>
    public static string OperatorName(this ClaimsPrincipal user) => user.Identity?.Name ?? "unknown";

    public static Guid? OperatorKeyId(this ClaimsPrincipal user) =>
        Guid.TryParse(user.FindFirst(KeyId)?.Value, out var id) ? id : null;
}
