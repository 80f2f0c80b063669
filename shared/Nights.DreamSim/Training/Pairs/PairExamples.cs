using Nights.DreamSim.Triplets;

namespace Nights.DreamSim.Training.Pairs;

/// <summary>The pairs of one split of a snapshot.</summary>
internal sealed class PairExamples : ITrainingExamples
{
    private readonly TrainingConfig config;
    private readonly PairSet set;
    private readonly PictureTable pictures;

    public PairExamples(PairFolder data, string split, TrainingConfig config, ModelOptions model, CancellationToken cancel)
    {
        this.config = config;
        set = data.Read(split, cancel);
        pictures = PictureTable.Open(set.Pictures, model, data.Cache, cancel);
    }

    public int Count => set.Pairs.Count;

    public TrainingBatch Gather(IReadOnlyList<int> rows, int step) =>
        new([.. rows.Select(row => set.Pairs[row]).Chunk(config.SliceGroups).Select(pairs => new PairSlice(pairs, pictures))]);

    public void Dispose() => pictures.Dispose();
}
