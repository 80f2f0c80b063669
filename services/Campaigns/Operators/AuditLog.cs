using Nights.Database.Operators;

namespace Nights.Campaigns.Operators;

/// <summary>Entries of the audit log. Each is added to the context of the change it tells of, so that both are committed or neither.</summary>
internal static class AuditLog
{
    /// <param name="action">Imperative, e.g. "start campaign".</param>
    public static AuditEntry Entry(TimeProvider clock, string who, string action, string subject, string? detail = null) => new()
    {
        At = clock.GetUtcNow(),
        Operator = who,
        Action = action,
        Subject = subject,
        Detail = detail,
    };
}
