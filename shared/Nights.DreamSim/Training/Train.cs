using Nights.DreamSim.Checkpoints;
using Nights.DreamSim.Native;
using Nights.DreamSim.Optimisation;
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
    /// <summary>Trains from the newest checkpoint, or from the start, to the end.</summary>
    /// <param name="config">Everything that decides the result.</param>
    /// <param name="data">The snapshot; its training split is read.</param>
    /// <param name="compute">Device, threads and precision.</param>
    /// <param name="checkpoints">Where to resume from and save to.</param>
    /// <param name="progress">Told after each step, on the training thread.</param>
    /// <param name="cancel">Stops between two steps, without a last checkpoint.</param>
    /// <returns>The trained model, with its adapter apart; owned by the caller.</returns>
    /// <exception cref="InvalidDataException">The configuration, snapshot or checkpoint cannot be used, or the loss is no longer a number.</exception>
    public static async Task<PerceptualModel> Run(
        TrainingConfig config,
        TripletFolder data,
        ComputeOptions compute,
        ICheckpoints checkpoints,
        Action<TrainingProgress>? progress,
        CancellationToken cancel)
    {
        config.Validate();
        var device = compute.Open();
        var model = StartingModel.Create(config);
        try
        {
            // Data: all pictures in memory, at the model's size.
            var set = data.Read(config.TrainSplit, config.MinVotes, cancel);
            using var pictures = PictureTable.Load(set.Pictures, model.Options, cancel);

            // Model: what learns, and what does not.
            if (config.Train == Trained.Lora) StartingModel.Adapt(model, config);
            if (config.Train == Trained.Head) foreach (var (name, tensor) in model.Parameters) tensor.requires_grad = name.StartsWith("mlp.", StringComparison.Ordinal);
            using var rounded = compute.Precision == Precision.BFloat16 ? Rounded(model, config) : null;
            var learner = (rounded ?? model).To(device);
            learner.Train(true);
            var trained = learner.Parameters.Where(p => p.Tensor.requires_grad).ToList();

            // Optimiser, and where it was.
            using var adam = new Adam(trained, config.Optimiser);
            var perEpoch = (set.Groups.Count + config.BatchGroups - 1) / config.BatchGroups;
            var steps = config.Epochs * perEpoch;
            var step = await checkpoints.Latest(cancel) is { } saved ? TrainingState.Restore(saved, trained, adam, config) : 0;

            // Loop.
            var (order, orderOf) = (Array.Empty<int>(), -1);
            while (step < steps)
            {
                cancel.ThrowIfCancellationRequested();
                var epoch = step / perEpoch;
                if (epoch != orderOf) (order, orderOf) = (new SeededRandom(config.Seed, "order", epoch).Shuffled(set.Groups.Count), epoch);
                var groups = order.Skip(step % perEpoch * config.BatchGroups).Take(config.BatchGroups).Select(index => set.Groups[index]).ToList();

                var rate = LearningRate.At(config, step, steps);
                var (loss, agreement) = Step(learner, groups, pictures, adam, rate, config, step);
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

    private static (double Loss, double Agreement) Step(
        PerceptualModel model, IReadOnlyList<TripletGroup> groups, PictureTable pictures, Adam adam, double rate, TrainingConfig config, int step)
    {
        using var scope = NewDisposeScope();
        random.manual_seed((long)(new SeededRandom(config.Seed, "dropout", step).NextBits() >> 1));
        var symmetries = new SeededRandom(config.Seed, "symmetry", step);
        var batch = GroupBatch.Load(groups, pictures, _ => config.Symmetries ? symmetries.Next(8) : 0, model.Device);
        return TrainingStep.Take(model, batch, adam, rate, config.Margin);
    }
}
