using Nights.DreamSim;
using Nights.DreamSim.Native;
using Nights.DreamSim.Optimisation;
using Nights.DreamSim.Training;
using static TorchSharp.torch;

namespace Nights.Local.Bench.Metric;

/// <summary>A network with fresh adapters, a batch of random pictures and an optimiser, ready to step.</summary>
internal sealed class MetricRun : IDisposable
{
    private readonly PerceptualModel exact;
    private readonly PerceptualModel? rounded;
    private readonly GroupBatch batch;
    private readonly Adam adam;
    private readonly TrainingConfig config;

    /// <param name="config">Network, adapter and optimiser.</param>
    /// <param name="compute">Where, and in which numbers.</param>
    /// <param name="triplets">In the batch, each of three pictures of its own.</param>
    public MetricRun(TrainingConfig config, ComputeOptions compute, int triplets)
    {
        this.config = config;
        var device = compute.Open();
        exact = StartingModel.Create(config);
        StartingModel.Adapt(exact, config);
        rounded = compute.Precision == Precision.BFloat16 ? exact.Rounded() : null;
        Model.To(device);
        batch = BenchPictures.Triplets(triplets, config.Model!.InputSize, device);
        adam = new Adam(Model.AdapterParameters, config.Optimiser);
    }

    public ModelOptions Options => exact.Options;

    public PerceptualModel Model => rounded ?? exact;

    /// <summary>Embeddings of all pictures, on the processor: (pictures, width).</summary>
    public Tensor Embeddings()
    {
        using var scope = NewDisposeScope();
        using var gradients = no_grad();
        Model.Train(false);
        return Model.Embed(batch.Pictures).cpu().MoveToOuterDisposeScope();
    }

    /// <summary>All adapters as one vector, on the processor.</summary>
    public Tensor Adapters() => Joined(Model.AdapterParameters.Select(p => (Tensor)p.Tensor));

    /// <summary>The optimiser's first moments as one vector; after the first step that is the gradient times a constant.</summary>
    public Tensor Moments() => Joined(adam.State.Where(state => state.Name.StartsWith("mean.", StringComparison.Ordinal)).Select(state => state.Tensor));

    public void Embed() => Embeddings().Dispose();

    public void Train() => Step();

    /// <returns>The loss before the update.</returns>
    public double Step()
    {
        Model.Train(true);
        return TrainingStep.Take(Model, batch, adam, config.Optimiser.LearningRate, config.Margin).Loss;
    }

    public void Dispose()
    {
        adam.Dispose();
        foreach (var tensor in new[] { batch.Pictures, batch.Reference, batch.Left, batch.Right, batch.RightShare }) tensor.Dispose();
        rounded?.Dispose();
        exact.Dispose();
    }

    private static Tensor Joined(IEnumerable<Tensor> tensors) => cat([.. tensors.Select(tensor => tensor.detach().cpu().to(ScalarType.Float64).flatten())], 0);
}
