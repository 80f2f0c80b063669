using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Nights.Database.Training;

/// <summary>A registered metric. Its files are under <c>ObjectKeys.Model(Name, Version)</c>.</summary>
public sealed class Model
{
    public required Guid Id { get; init; }
    public required string Name { get; init; }
    public required string Version { get; init; }
    public required Guid RunId { get; init; }

    /// <summary>Evaluation as JSON.</summary>
    public required string Evaluation { get; init; }

    /// <summary>SHA-256 of the model's manifest.json.</summary>
    public required string ManifestSha256 { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}

internal sealed class ModelTable : IEntityTypeConfiguration<Model>
{
    public void Configure(EntityTypeBuilder<Model> model)
    {
        model.ToTable("model");
        model.Property(m => m.Evaluation).HasColumnType("jsonb");
        model.HasIndex(m => new { m.Name, m.Version }).IsUnique().HasDatabaseName("ux_model_name_version");
        model.HasIndex(m => m.RunId).IsUnique().HasDatabaseName("ux_model_run");
        model.HasOne<TrainingRun>().WithMany().HasForeignKey(m => m.RunId).OnDelete(DeleteBehavior.Restrict);
    }
}
