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
    /// <param name="data">The snapshot; its training split is read, and its validation split if the configuration names one.</param>
    /// <param name="compute">Device, threads and precision.</param>
    /// <param name="checkpoints">Where to resume from and save to.</param>
    /// <param name="progress">Told after each step, on the training thread.</param>
    /// <param name="cancel">Stops between two steps, without a last checkpoint.</param>
    /// <returns>The trained model, with its adapter apart, as it was after its best epoch (without a validation split: after the last); owned by the caller.</returns>
    /// <exception cref="InvalidDataException">The configuration, snapshot or checkpoint cannot be used, or the loss is no longer a number.</exception>
    public static Task<PerceptualModel> Run(
        TrainingConfig config,
        TripletFolder data,
        ComputeOptions compute,
        ICheckpoints checkpoints,
        Action<TrainingProgress>? progress,
        CancellationToken cancel) =>
        Run(config, Objective.Triplets, data.Has, (split, model) => new TripletExamples(data, split, config, model, cancel), compute, checkpoints, progress, cancel);

    /// <summary>The same on judged pairs; the model's regressor learns with it.</summary>
    public static Task<PerceptualModel> Run(
        TrainingConfig config,
        PairFolder data,
        ComputeOptions compute,
        ICheckpoints checkpoints,
        Action<TrainingProgress>? progress,
        CancellationToken cancel) =>
        Run(config, Objective.Pairs, (split, _) => data.Has(split), (split, model) => new PairExamples(data, split, config, model, cancel), compute, checkpoints, progress, cancel);

    private static async Task<PerceptualModel> Run(
        TrainingConfig config,
        Objective objective,
        Func<string, int, bool> has,
        Func<string, ModelOptions, ITrainingExamples> load,
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
            // Data: the training split and, when the snapshot has it, the validation split; all pictures decoded, at the model's size.
            using var examples = load(config.TrainSplit, model.Options);
            using var held = config.ValSplit is { } split && has(split, config.MinVotes) ? load(split, model.Options) : null;
            if (held is null && config.Patience > 0)
                throw new InvalidDataException($"patience is {config.Patience}, and the snapshot has nothing of split '{config.ValSplit}' to watch: set patience to 0, or name another valSplit.");

            // Model: what learns, and what does not.
            if (config.Train == Trained.Lora) StartingModel.Adapt(model, config);
            if (config.Train == Trained.Head) foreach (var (_, tensor) in model.Parameters) tensor.requires_grad = false;
            foreach (var (name, tensor) in model.Parameters) tensor.requires_grad |= Learns(name, config);
            using var rounded = compute.Precision == Precision.BFloat16 ? Rounded(model, config) : null;
            var learner = (rounded ?? model).To(device);
            learner.Train(true);
            learner.Recompute(config.Recompute);
            var trained = learner.Parameters.Where(p => p.Tensor.requires_grad).ToList();

            // Optimiser, best epoch, and where the run was.
            using var adam = new Adam(trained, config.Optimiser);
            using var best = held is null ? null : new BestEpoch(trained);
            var perEpoch = (examples.Count + config.BatchGroups - 1) / config.BatchGroups;
            var steps = config.Epochs * perEpoch;
            var step = await checkpoints.Latest(cancel) is { } saved ? TrainingState.Restore(saved, trained, adam, best, config) : 0;

            // Loop: each epoch in an order of its own, the next batch gathered while one is learnt from.
            var (order, orderOf) = (Array.Empty<int>(), -1);
            await using var batches = new Prefetch(Gather, step, steps);
            while (step < steps && !Ended())
            {
                cancel.ThrowIfCancellationRequested();
                var (epoch, started) = (step / perEpoch, TimeProvider.System.GetTimestamp());
                using var batch = await batches.Next();
                var rate = LearningRate.At(config, step, steps);
                var (loss, agreement) = Step(learner, batch, adam, rate, config, step);
                if (!double.IsFinite(loss))
                    throw new InvalidDataException($"The loss of step {step + 1} is {loss}: the learning rate of {config.Optimiser.LearningRate} is too high for these data.");
                var seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;

                step++;
                ValidationScore? validated = null;
                if (held is not null && best is not null && step % perEpoch == 0)
                {
                    validated = Validation.Of(learner, held, config.BatchGroups, cancel);
                    validated = validated with { IsBest = best.Take(epoch + 1, validated.Loss) };
                }

                progress?.Invoke(new TrainingProgress(step, steps, loss, agreement, rate) { Epoch = epoch + 1, PicturesPerSecond = batch.Pictures / seconds, Validation = validated });
                if (step % config.CheckpointEvery == 0 || step == steps || Ended())
                    await checkpoints.Save(step, TrainingState.Write(trained, adam, best, config, step), cancel);
            }

            // The epoch that did best, in exact weights.
            best?.PutBack();
            if (rounded is not null)
            {
                var learnt = trained.ToDictionary(p => p.Name, p => (Tensor)p.Tensor);
                Weights.Fill(model.Parameters.Where(p => learnt.ContainsKey(p.Name)), learnt, "The training");
            }

            model.Train(false);
            model.Recompute(false);
            return model;

            bool Ended() => config.Patience > 0 && best?.Since >= config.Patience;

            TrainingBatch Gather(int at)
            {
                if (at / perEpoch != orderOf) (order, orderOf) = (new SeededRandom(config.Seed, "order", at / perEpoch).Shuffled(examples.Count), at / perEpoch);
                return examples.Gather([.. order.Skip(at % perEpoch * config.BatchGroups).Take(config.BatchGroups)], at);
            }
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

    /// <summary>One update: the slices of the batch add up to its gradients; dropout is seeded for each step, slice, backbone and block.</summary>
    private static (double Loss, double Agreement) Step(PerceptualModel learner, TrainingBatch batch, Adam adam, double rate, TrainingConfig config, int step)
    {
        var (loss, agreement, whole, dropout) = (0.0, 0.0, batch.Examples, new SeededRandom(config.Seed, "dropout", step));
        foreach (var slice in batch.Slices)
        {
            using var scope = NewDisposeScope();
            using var gate = GlobalGenerator.Gate.EnterScope();        // a model built beside the training draws from the same state
            var seed = (long)dropout.NextBits();
            learner.SeedDropout((backbone, block) => (long)(new SeededRandom(seed, $"backbone {backbone}", block).NextBits() >> 1));
            var part = TrainingStep.Learn(learner, slice.Judge(learner), whole);
            (loss, agreement) = (loss + part.Loss, agreement + part.Agreement);
        }

        adam.Step(rate);
        return (loss, agreement);
    }
}
