using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Nights.Database.Operators;

/// <summary>What an operator did, for ever.</summary>
public sealed class AuditEntry
{
    public long Id { get; private set; }
    public required DateTimeOffset At { get; init; }
    public required string Operator { get; init; }

    /// <summary>Imperative, e.g. "start campaign".</summary>
    public required string Action { get; init; }

    public required string Subject { get; init; }

    /// <summary>Words about it; those about a person go when the person is erased.</summary>
    public string? Detail { get; set; }
}

internal sealed class AuditEntryTable : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> entry)
    {
        entry.ToTable("audit_entry");
        entry.HasIndex(e => e.At).HasDatabaseName("ix_audit_entry_at");
    }
}
