using Nights.DreamSim.Checkpoints;
using static TorchSharp.torch;

namespace Nights.DreamSim.Training;

/// <summary>The network before training: loaded, or random from the configuration's seed. This is what an evaluation calls frozen.</summary>
public static class StartingModel
{
    /// <summary>The same configuration gives the same weights on every machine.</summary>
    /// <exception cref="InvalidDataException">The model folder is missing or damaged.</exception>
    public static PerceptualModel Create(TrainingConfig config)
    {
        if (config.Start is not null) return Equipped(ModelFolder.Load(config.Start), config);

        var model = new PerceptualModel(config.Model! with { Regressor = Regressor(config, config.Model!) });
        using var frozen = no_grad();
        foreach (var (name, tensor) in model.Parameters) Fill(tensor, name, config);
        return model;
    }

    /// <summary>A model that is to learn from pairs gets a regressor if it has none; its adapters, if any, are merged then.</summary>
    private static PerceptualModel Equipped(PerceptualModel model, TrainingConfig config)
    {
        if (config.Objective != Objective.Pairs || model.Options.Regressor is not null) return model;

        using (model)
        {
            var equipped = new PerceptualModel(model.Options with { Regressor = Regressor(config, model.Options) });
            using var merged = model.Merged();
            using var frozen = no_grad();
            var known = merged.Parameters.ToDictionary(p => p.Name, p => (Tensor)p.Tensor);
            foreach (var (name, tensor) in equipped.Parameters)
            {
                if (known.TryGetValue(name, out var weight)) tensor.copy_(weight);
                else Fill(tensor, name, config);
            }

            return equipped;
        }
    }

    private static RegressorOptions? Regressor(TrainingConfig config, ModelOptions model) =>
        model.Regressor ?? (config.Objective == Objective.Pairs ? config.Regressor ?? new RegressorOptions() : null);

    /// <summary>Adapters as PEFT starts them: A uniform within ±1/√width (Kaiming with a = √5), B zero, so that nothing changes at first.</summary>
    public static void Adapt(PerceptualModel model, TrainingConfig config)
    {
        model.Adapt(config.Lora);
        using var frozen = no_grad();
        foreach (var (name, tensor) in model.AdapterParameters.Where(p => p.Name.EndsWith("lora_A.weight", StringComparison.Ordinal)))
        {
            var bound = 1 / Math.Sqrt(tensor.shape[1]);
            var random = new SeededRandom(config.Seed, "adapter " + name);
            Copy(tensor, () => (2 * random.NextDouble() - 1) * bound);
        }
    }

    private static void Fill(Tensor tensor, string name, TrainingConfig config)
    {
        var random = new SeededRandom(config.Seed, "weights " + name);
        if (name.StartsWith(ModelFolder.RegressorPrefix, StringComparison.Ordinal))
        {
            // As torch starts a Linear: weights and biases within ±1/√inputs, so that the hidden units bend at different cosines.
            var bound = name.Contains("fc1", StringComparison.Ordinal) ? 1 : 1 / Math.Sqrt(Hidden(config));
            Copy(tensor, () => (2 * random.NextDouble() - 1) * bound);
        }
        else if (name.EndsWith("pos_embed", StringComparison.Ordinal))
        {
            Copy(tensor, () => random.NextGaussian() * config.PositionStd);
        }
        else if (name.EndsWith("cls_token", StringComparison.Ordinal))
        {
            Copy(tensor, () => random.NextGaussian() * 0.02);
        }
        else if (tensor.dim() >= 2)
        {
            // Xavier (Glorot and Bengio 2010), uniform; a convolution counts its window on both sides.
            var window = tensor.shape.Skip(2).Aggregate(1L, (product, size) => product * size);
            var bound = Math.Sqrt(6.0 / ((tensor.shape[0] + tensor.shape[1]) * window));
            Copy(tensor, () => (2 * random.NextDouble() - 1) * bound);
        }
        else if (name.EndsWith("bias", StringComparison.Ordinal))
        {
            tensor.zero_();
        }
        else
        {
            tensor.fill_(1);        // the weight of a norm
        }
    }

    private static int Hidden(TrainingConfig config) => (config.Model?.Regressor ?? config.Regressor ?? new RegressorOptions()).Hidden;

    private static void Copy(Tensor tensor, Func<double> next)
    {
        var values = new float[tensor.numel()];
        for (var i = 0; i < values.Length; i++) values[i] = (float)next();
        using var source = FromArray(values, tensor.shape);
        tensor.copy_(source);
    }

    private static Tensor FromArray(float[] values, long[] shape) => tensor(values, shape);
}
