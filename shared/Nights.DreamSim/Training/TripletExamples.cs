using Nights.DreamSim.Optimisation;
using Nights.DreamSim.Triplets;

namespace Nights.DreamSim.Training;

/// <summary>The triplets of a snapshot's training split, all pictures in memory.</summary>
internal sealed class TripletExamples : ITrainingExamples
{
    private readonly TrainingConfig config;
    private readonly TripletSet set;
    private readonly PictureTable pictures;

    public TripletExamples(TripletFolder data, TrainingConfig config, ModelOptions model, CancellationToken cancel)
    {
        this.config = config;
        set = data.Read(config.TrainSplit, config.MinVotes, cancel);
        pictures = PictureTable.Load(set.Pictures, model, cancel);
    }

    public int Count => set.Groups.Count;

    public (double Loss, double Agreement) Step(PerceptualModel model, IReadOnlyList<int> rows, Adam adam, double rate, int step)
    {
        var symmetries = new SeededRandom(config.Seed, "symmetry", step);
        var batch = GroupBatch.Load([.. rows.Select(row => set.Groups[row])], pictures, _ => config.Symmetries ? symmetries.Next(8) : 0, model.Device);
        return TrainingStep.Take(model, batch, adam, rate, config.Margin);
    }

    public void Dispose() => pictures.Dispose();
}
