using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Nights.Database.Operators;

/// <summary>An operator's API key, stored as a hash. The one-time token of the first start is a key that can only be exchanged.</summary>
public sealed class OperatorKey
{
    public required Guid Id { get; init; }
    public required string Name { get; init; }

    /// <summary>SHA-256 of the key; the key has 256 random bits, so no salt is needed.</summary>
    public required byte[] KeyHash { get; init; }

    /// <summary>True for a set-up token: its first use logs in and spends it.</summary>
    public required bool OneTime { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? ExpiresAt { get; init; }
    public DateTimeOffset? SpentAt { get; set; }
    public DateTimeOffset? RevokedAt { get; set; }
}

internal sealed class OperatorKeyTable : IEntityTypeConfiguration<OperatorKey>
{
    public void Configure(EntityTypeBuilder<OperatorKey> key)
    {
        key.ToTable("operator_key");
        key.HasIndex(k => k.KeyHash).IsUnique().HasDatabaseName("ux_operator_key_hash");
    }
}
