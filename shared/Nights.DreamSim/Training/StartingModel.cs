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
        if (config.Start is not null) return ModelFolder.Load(config.Start);

        var model = new PerceptualModel(config.Model!);
        using var frozen = no_grad();
        foreach (var (name, tensor) in model.Parameters) Fill(tensor, name, config);
        return model;
    }

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
        if (name.EndsWith("pos_embed", StringComparison.Ordinal))
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

    private static void Copy(Tensor tensor, Func<double> next)
    {
        var values = new float[tensor.numel()];
        for (var i = 0; i < values.Length; i++) values[i] = (float)next();
        using var source = FromArray(values, tensor.shape);
        tensor.copy_(source);
    }

    private static Tensor FromArray(float[] values, long[] shape) => tensor(values, shape);
}
