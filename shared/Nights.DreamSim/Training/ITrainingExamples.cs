namespace Nights.DreamSim.Training;

/// <summary>What a run learns from, or is validated on: the judged triplets, or pairs, of one split.</summary>
internal interface ITrainingExamples : IDisposable
{
    /// <summary>Groups of triplets, or pairs: what is shuffled and counted in <see cref="TrainingConfig.BatchGroups"/>.</summary>
    int Count { get; }

    /// <summary>Gathers a batch on the processor, without touching libtorch's threads or random state: it runs while a step computes.</summary>
    /// <param name="rows">Which examples.</param>
    /// <param name="step">From 0; decides the symmetries.</param>
    /// <exception cref="InvalidDataException">The pictures cannot stand in one batch.</exception>
    TrainingBatch Gather(IReadOnlyList<int> rows, int step);
}
