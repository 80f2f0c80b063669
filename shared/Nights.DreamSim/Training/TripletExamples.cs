using Nights.DreamSim.Triplets;

namespace Nights.DreamSim.Training;

/// <summary>The triplets of one split of a snapshot.</summary>
internal sealed class TripletExamples : ITrainingExamples
{
    private readonly TrainingConfig config;
    private readonly bool turned;
    private readonly TripletSet set;
    private readonly PictureTable pictures;

    public TripletExamples(TripletFolder data, string split, TrainingConfig config, ModelOptions model, CancellationToken cancel)
    {
        this.config = config;
        turned = config.Symmetries && split == config.TrainSplit;
        set = data.Read(split, config.MinVotes, cancel);
        pictures = PictureTable.Open(set.Pictures, model, data.Cache, cancel);
    }

    public int Count => set.Groups.Count;

    public TrainingBatch Gather(IReadOnlyList<int> rows, int step)
    {
        var random = new SeededRandom(config.Seed, "symmetry", step);
        return new TrainingBatch([.. rows.Select(row => (Group: set.Groups[row], Symmetry: turned ? random.Next(8) : 0)).ToList().Chunk(config.SliceGroups)
            .Select(slice => new TripletSlice([.. slice.Select(s => s.Group)], pictures, [.. slice.Select(s => s.Symmetry)], config.Margin))]);
    }

    public void Dispose() => pictures.Dispose();
}
