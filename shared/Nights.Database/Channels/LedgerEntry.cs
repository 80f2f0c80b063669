using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Nights.Database.Channels;

/// <summary>What an entry of the ledger says about its payment.</summary>
public enum LedgerStep
{
    /// <summary>Decided: we owe it.</summary>
    Promised = 0,

    /// <summary>The money has moved: the marketplace shows it, or the operator recorded it.</summary>
    Paid = 1,

    /// <summary>It will not be paid: refused by a person, given back, or decided otherwise by the marketplace.</summary>
    Void = 2,
}

/// <summary>
/// One line of the payment ledger. Lines are added and never changed: the database itself refuses updates and deletes. A payment is (channel, submission,
/// kind); each of its steps stands here once, so whoever would pay twice runs into the index.
/// </summary>
public sealed class LedgerEntry
{
    public long Id { get; private set; }
    public required DateTimeOffset At { get; init; }
    public required string Channel { get; init; }
    public required Guid StudyId { get; init; }
    public required Guid SubmissionId { get; init; }

    /// <summary>The submission's <see cref="Submission.ExternalKey"/>: it stays when the id is forgotten.</summary>
    public required byte[] ExternalKey { get; init; }

    /// <summary>"reward", or "bonus:" and the word of its cause.</summary>
    public required string Kind { get; init; }

    public required LedgerStep Step { get; init; }

    /// <summary>In minor units; never negative.</summary>
    public required long AmountMinor { get; init; }

    public required string Currency { get; init; }

    /// <summary>An operator, "rule" or "marketplace".</summary>
    public required string By { get; init; }

    public string? Note { get; init; }
}

internal sealed class LedgerEntryTable : IEntityTypeConfiguration<LedgerEntry>
{
    public void Configure(EntityTypeBuilder<LedgerEntry> entry)
    {
        entry.ToTable("ledger_entry", table => table.HasCheckConstraint("ck_ledger_entry", "step between 0 and 2 and amount_minor >= 0"));
        entry.Property(e => e.Step).HasColumnType("smallint");
        entry.HasIndex(e => new { e.Channel, e.ExternalKey, e.Kind, e.Step }).IsUnique().HasDatabaseName("ux_ledger_entry_payment");
        entry.HasIndex(e => new { e.StudyId, e.Id }).HasDatabaseName("ix_ledger_entry_study");
        entry.HasIndex(e => e.SubmissionId).HasDatabaseName("ix_ledger_entry_submission");
    }
}
