namespace Nights.DreamSim.Training.Events;

/// <summary>A run's figures for TensorBoard: loss, 2AFC, learning rate and pictures a second of each step, loss and 2AFC of each validation.</summary>
/// <param name="folder">Of this run alone. A resumed run writes a further file, which takes the place of what the broken one had of the same steps.</param>
/// <param name="clock">Stamps the values.</param>
public sealed class TrainingEvents(string folder, TimeProvider clock) : IDisposable
{
    private readonly EventFile file = new(folder, clock);
    private bool began;

    public void Add(TrainingProgress done)
    {
        if (!began) file.Restart(done.Step);
        began = true;
        file.Add(done.Step, Scalars(done));
    }

    public void Dispose() => file.Dispose();

    private static IEnumerable<(string Tag, double Value)> Scalars(TrainingProgress done)
    {
        yield return ("train/loss", done.Loss);
        yield return ("train/2afc", done.Agreement);
        yield return ("train/learning_rate", done.LearningRate);
        yield return ("train/pictures_per_second", done.PicturesPerSecond);
        if (done.Validation is null) yield break;

        yield return ("val/loss", done.Validation.Loss);
        yield return ("val/2afc", done.Validation.Agreement);
    }
}
