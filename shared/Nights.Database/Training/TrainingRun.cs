using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Nights.Domain.Training;

namespace Nights.Database.Training;

/// <summary>
/// One fine-tuning of the metric on one snapshot. Owned by whichever trainer holds its lease; every write of the owner is
/// guarded by <see cref="Fence"/>, so a trainer that slept past its lease changes nothing. Times are the database's.
/// </summary>
public sealed class TrainingRun
{
    public required Guid Id { get; init; }
    public required Guid SnapshotId { get; init; }

    /// <summary>The training configuration as JSON.</summary>
    public required string Config { get; init; }

    public required RunState State { get; set; }
    public string? Owner { get; set; }

    /// <summary>Grows by one with every claim.</summary>
    public long Fence { get; set; }

    public DateTimeOffset? LeaseUntil { get; set; }
    public int Attempts { get; set; }
    public int Step { get; set; }
    public int TotalSteps { get; set; }

    /// <summary>Step of the last whole checkpoint in the object store, or null.</summary>
    public int? CheckpointStep { get; set; }

    /// <summary>Of the newest step, from 1.</summary>
    public int? Epoch { get; set; }

    /// <summary>Mean over the last steps.</summary>
    public double? Loss { get; set; }

    /// <summary>Share of the last steps' examples that the metric judged as people did, before it learnt from them.</summary>
    public double? Agreement { get; set; }

    /// <summary>Distinct pictures learnt from, over the last steps.</summary>
    public double? PicturesPerSecond { get; set; }

    /// <summary>Wall time of a step since the trainer began or resumed, validations and checkpoints included.</summary>
    public double? SecondsPerStep { get; set; }

    /// <summary>2AFC on the validation split of the epoch with the lowest validation loss so far: the one that is kept. Null without such a split.</summary>
    public double? BestAgreement { get; set; }

    public int? BestEpoch { get; set; }

    /// <summary>Evaluation as JSON once it has succeeded.</summary>
    public string? Evaluation { get; set; }

    public Guid? ModelId { get; set; }
    public string? Failure { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? StartedAt { get; set; }
    public DateTimeOffset? FinishedAt { get; set; }
}

internal sealed class TrainingRunTable : IEntityTypeConfiguration<TrainingRun>
{
    public void Configure(EntityTypeBuilder<TrainingRun> run)
    {
        run.ToTable("training_run", table =>
        {
            table.HasCheckConstraint("ck_training_run_state", "state between 0 and 4");
            table.HasCheckConstraint("ck_training_run_lease", "state <> 1 or (owner is not null and lease_until is not null)");
        });
        run.Property(r => r.State).HasColumnType("smallint");
        run.Property(r => r.Config).HasColumnType("jsonb");
        run.Property(r => r.Evaluation).HasColumnType("jsonb");
        run.HasIndex(r => r.CreatedAt).HasFilter("state in (0, 1)").HasDatabaseName("ix_training_run_waiting");
        run.HasOne<Snapshots.Snapshot>().WithMany().HasForeignKey(r => r.SnapshotId).OnDelete(DeleteBehavior.Restrict);
    }
}
