using Nights.DreamSim.Checkpoints;
using Nights.DreamSim.Native;
using Nights.DreamSim.Optimisation;
using Nights.DreamSim.Training.Pairs;
using Nights.DreamSim.Triplets;
using static TorchSharp.torch;

namespace Nights.DreamSim.Training;

/// <summary>
/// Fine-tunes the metric on judged triplets: knobs, device, data, model, optimiser, loop, save, from top to bottom.
/// </summary>
/// <remarks>
/// Source: Fu et al. 2023, arXiv:2306.09344, section 4; ssundaram21/dreamsim (db4d16c). Departures: each picture of a group is embedded once a step
/// (the reference embeds it once for every distance), and groups rather than triplets are shuffled. On one machine with the same number of threads a
/// run that was broken off and resumed gives the losses of an unbroken one.
/// </remarks>
public static class Train
{
    /// <summary>Trains on judged triplets, from the newest checkpoint, or from the start, to the end.</summary>
    /// <param name="config">Everything that decides the result.</param>
    /// <param name="data">The snapshot; its training split is read.</param>
    /// <param name="compute">Device, threads and precision.</param>
    /// <param name="checkpoints">Where to resume from and save to.</param>
    /// <param name="progress">Told after each step, on the training thread.</param>
    /// <param name="cancel">Stops between two steps, without a last checkpoint.</param>
    /// <returns>The trained model, with its adapter apart; owned by the caller.</returns>
    /// <exception cref="InvalidDataException">The configuration, snapshot or checkpoint cannot be used, or the loss is no longer a number.</exception>
    public static Task<PerceptualModel> Run(
        TrainingConfig config,
        TripletFolder data,
        ComputeOptions compute,
        ICheckpoints checkpoints,
        Action<TrainingProgress>? progress,
        CancellationToken cancel) =>
        Run(config, Objective.Triplets, model => new TripletExamples(data, config, model, cancel), compute, checkpoints, progress, cancel);

    /// <summary>The same on judged pairs; the model's regressor learns with it.</summary>
    public static Task<PerceptualModel> Run(
        TrainingConfig config,
        PairFolder data,
        ComputeOptions compute,
        ICheckpoints checkpoints,
        Action<TrainingProgress>? progress,
        CancellationToken cancel) =>
        Run(config, Objective.Pairs, model => new PairExamples(data, config, model, cancel), compute, checkpoints, progress, cancel);

    private static async Task<PerceptualModel> Run(
        TrainingConfig config,
        Objective objective,
        Func<ModelOptions, ITrainingExamples> load,
        ComputeOptions compute,
        ICheckpoints checkpoints,
        Action<TrainingProgress>? progress,
        CancellationToken cancel)
    {
        if (config.Validate().Objective != objective)
            throw new InvalidDataException($"The training configuration '{config.Name}' learns from {Spelled(config.Objective)}, and these data are {Spelled(objective)}.");
        var device = compute.Open();
        var model = StartingModel.Create(config);
        try
        {
            // Data: all pictures in memory, at the model's size.
            using var examples = load(model.Options);

            // Model: what learns, and what does not.
            if (config.Train == Trained.Lora) StartingModel.Adapt(model, config);
            if (config.Train == Trained.Head) foreach (var (_, tensor) in model.Parameters) tensor.requires_grad = false;
            foreach (var (name, tensor) in model.Parameters) tensor.requires_grad |= Learns(name, config);
            using var rounded = compute.Precision == Precision.BFloat16 ? Rounded(model, config) : null;
            var learner = (rounded ?? model).To(device);
            learner.Train(true);
            var trained = learner.Parameters.Where(p => p.Tensor.requires_grad).ToList();

            // Optimiser, and where it was.
            using var adam = new Adam(trained, config.Optimiser);
            var perEpoch = (examples.Count + config.BatchGroups - 1) / config.BatchGroups;
            var steps = config.Epochs * perEpoch;
            var step = await checkpoints.Latest(cancel) is { } saved ? TrainingState.Restore(saved, trained, adam, config) : 0;

            // Loop.
            var (order, orderOf) = (Array.Empty<int>(), -1);
            while (step < steps)
            {
                cancel.ThrowIfCancellationRequested();
                var epoch = step / perEpoch;
                if (epoch != orderOf) (order, orderOf) = (new SeededRandom(config.Seed, "order", epoch).Shuffled(examples.Count), epoch);
                var rows = order.Skip(step % perEpoch * config.BatchGroups).Take(config.BatchGroups).ToList();

                var rate = LearningRate.At(config, step, steps);
                var (loss, agreement) = Step(learner, examples, rows, adam, rate, config, step);
                if (!double.IsFinite(loss))
                    throw new InvalidDataException($"The loss of step {step + 1} is {loss}: the learning rate of {config.Optimiser.LearningRate} is too high for these data.");

                step++;
                progress?.Invoke(new TrainingProgress(step, steps, loss, agreement, rate));
                if (step % config.CheckpointEvery == 0 || step == steps)
                    await checkpoints.Save(step, TrainingState.Write(trained, adam, config, step), cancel);
            }

            if (rounded is not null)
            {
                var learnt = trained.ToDictionary(p => p.Name, p => (Tensor)p.Tensor);
                Weights.Fill(model.Parameters.Where(p => learnt.ContainsKey(p.Name)), learnt, "The training");
            }

            model.Train(false);
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    private static PerceptualModel Rounded(PerceptualModel model, TrainingConfig config) => config.Train != Trained.All
        ? model.Rounded()
        : throw new InvalidDataException("Precision 'bfloat16' keeps the backbones' weights rounded, and train is 'all': use float32 or tf32, or train 'lora' or 'head'.");

    /// <summary>The heads that learn besides what <see cref="Trained"/> lets learn in the backbones.</summary>
    private static bool Learns(string name, TrainingConfig config) =>
        (config.Train == Trained.Head && name.StartsWith(ModelFolder.HeadPrefix, StringComparison.Ordinal))
        || (config.Objective == Objective.Pairs && name.StartsWith(ModelFolder.RegressorPrefix, StringComparison.Ordinal));

    private static string Spelled(Objective objective) => objective == Objective.Pairs ? "pairs" : "triplets";

    private static (double Loss, double Agreement) Step(
        PerceptualModel model, ITrainingExamples examples, List<int> rows, Adam adam, double rate, TrainingConfig config, int step)
    {
        using var scope = NewDisposeScope();
        using var gate = GlobalGenerator.Gate.EnterScope();
        random.manual_seed((long)(new SeededRandom(config.Seed, "dropout", step).NextBits() >> 1));
        return examples.Step(model, rows, adam, rate, step);
    }
}
