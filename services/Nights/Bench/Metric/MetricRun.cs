using Nights.DreamSim;
using Nights.DreamSim.Losses;
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
    private readonly IReadOnlyList<GroupBatch> slices;
    private readonly Adam adam;
    private readonly TrainingConfig config;

    /// <param name="config">Network, adapter and optimiser.</param>
    /// <param name="compute">Where, and in which numbers.</param>
    /// <param name="triplets">In the batch, each of three pictures of its own.</param>
    /// <param name="together">Triplets embedded at once; 0 takes the batch whole.</param>
    public MetricRun(TrainingConfig config, ComputeOptions compute, int triplets, int together = 0)
    {
        this.config = config;
        var device = compute.Open();
        exact = StartingModel.Create(config);
        StartingModel.Adapt(exact, config);
        rounded = compute.Precision == Precision.BFloat16 ? exact.Rounded() : null;
        Model.To(device);
        slices = [.. Enumerable.Range(0, triplets).Chunk(together == 0 ? triplets : together).Select((part, i) => BenchPictures.Triplets(part.Length, config.Model!.InputSize, device, i))];
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
        return cat([.. slices.Select(slice => Model.Embed(slice.Pictures).cpu())], 0).MoveToOuterDisposeScope();
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
        return TrainingStep.Take(Model, slices, adam, config.Optimiser.LearningRate, config.Margin).Loss;
    }

    /// <summary>
    /// The same step the reference's way: each distance embeds both of its pictures, so that a triplet passes four times through the network, and the batch is
    /// kept whole for the backward pass.
    /// </summary>
    /// <remarks>Source: ssundaram21/dreamsim (db4d16c), <c>training/train.py</c>: the two distances of a triplet are asked of the model one after the other.</remarks>
    public double ReferenceStep()
    {
        using var scope = NewDisposeScope();
        Model.Train(true);
        var pictures = cat([.. slices.Select(slice => slice.Pictures)], 0);
        var share = cat([.. slices.Select(slice => slice.RightShare)], 0);
        var triplets = arange(share.shape[0], device: share.device) * 3;
        var left = PerceptualModel.Distance(Embedded(0), Embedded(1));
        var right = PerceptualModel.Distance(Embedded(0), Embedded(2));
        var loss = HingeLoss.Of(left - right, share, config.Margin).mean();
        loss.backward();
        adam.Step(config.Optimiser.LearningRate);
        return loss.item<float>();

        Tensor Embedded(int place) => Model.Embed(pictures.index_select(0, triplets + place));
    }

    public void Dispose()
    {
        adam.Dispose();
        foreach (var tensor in slices.SelectMany(slice => new[] { slice.Pictures, slice.Reference, slice.Left, slice.Right, slice.RightShare })) tensor.Dispose();
        rounded?.Dispose();
        exact.Dispose();
    }

    private static Tensor Joined(IEnumerable<Tensor> tensors) => cat([.. tensors.Select(tensor => tensor.detach().cpu().to(ScalarType.Float64).flatten())], 0);
}
