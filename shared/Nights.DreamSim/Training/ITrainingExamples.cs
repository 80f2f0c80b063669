using Nights.DreamSim.Optimisation;

namespace Nights.DreamSim.Training;

/// <summary>What a run learns from: judged triplets, or judged pairs.</summary>
internal interface ITrainingExamples : IDisposable
{
    /// <summary>Groups of triplets, or pairs: what is shuffled and counted in <see cref="TrainingConfig.BatchGroups"/>.</summary>
    int Count { get; }

    /// <summary>One update.</summary>
    /// <param name="model">In training mode.</param>
    /// <param name="rows">Which examples.</param>
    /// <param name="adam">Over what learns.</param>
    /// <param name="rate">Learning rate.</param>
    /// <param name="step">From 0.</param>
    /// <returns>Mean loss, and the share of examples on which the model chose as people did; both before the update.</returns>
    (double Loss, double Agreement) Step(PerceptualModel model, IReadOnlyList<int> rows, Adam adam, double rate, int step);
}
