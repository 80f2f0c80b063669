namespace Nights.DreamSim.Training;

/// <summary>The examples of one update, in the slices that are embedded at once.</summary>
internal sealed class TrainingBatch(IReadOnlyList<ITrainingSlice> slices) : IDisposable
{
    public IReadOnlyList<ITrainingSlice> Slices => slices;

    public int Examples => slices.Sum(slice => slice.Examples);

    public int Pictures => slices.Sum(slice => slice.Pictures);

    public void Dispose()
    {
        foreach (var slice in slices) slice.Dispose();
    }
}
