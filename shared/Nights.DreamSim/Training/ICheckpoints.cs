namespace Nights.DreamSim.Training;

/// <summary>Where a run keeps its checkpoints: a folder, or the object store of a trainer.</summary>
public interface ICheckpoints
{
    /// <summary>The newest whole checkpoint, or null. A torn one is passed over.</summary>
    Task<byte[]?> Latest(CancellationToken cancel);

    /// <summary>Keeps a checkpoint. It counts from the moment this returns, not before.</summary>
    /// <param name="step">Steps that it contains.</param>
    /// <param name="content">A safetensors file.</param>
    /// <param name="cancel">Gives up; the checkpoint then does not count.</param>
    Task Save(int step, ReadOnlyMemory<byte> content, CancellationToken cancel);
}
