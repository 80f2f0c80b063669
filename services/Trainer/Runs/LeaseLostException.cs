namespace Nights.Trainer.Runs;

/// <summary>Another trainer holds the run, an operator has cancelled it, or the database was silent for longer than the lease.</summary>
internal sealed class LeaseLostException(Guid runId) : Exception($"The lease of training run {runId} is lost.");
