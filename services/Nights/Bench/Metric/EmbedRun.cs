using Nights.DreamSim;
using Nights.DreamSim.Native;
using Nights.DreamSim.Training;
using static TorchSharp.torch;

namespace Nights.Local.Bench.Metric;

/// <summary>A network without adapters and a batch of pictures, as the metric is used.</summary>
internal sealed class EmbedRun : IDisposable
{
    private readonly PerceptualModel model;
    private readonly Tensor pictures;
    private readonly IDisposable settled;

    public EmbedRun(TrainingConfig config, ComputeOptions compute, int pictures)
    {
        var device = compute.Open();
        model = StartingModel.Create(config);
        if (compute.Precision == Precision.BFloat16)
        {
            using var exact = model;
            model = exact.Rounded();
        }

        settled = model.To(device).Settled();
        this.pictures = BenchPictures.Of(pictures, config.Model!.InputSize, device);
    }

    /// <summary>Embeds the batch and waits for the result.</summary>
    public void Embed()
    {
        using var scope = NewDisposeScope();
        using var gradients = inference_mode(true);
        model.Embed(pictures).cpu();
    }

    public void Dispose()
    {
        settled.Dispose();
        pictures.Dispose();
        model.Dispose();
    }
}
