using Nights.DreamSim.Native;
using Nights.DreamSim.Triplets;
using Nights.Imaging;
using static TorchSharp.torch;

namespace Nights.DreamSim.Metrics;

/// <summary>A perceptual model as a metric: DreamSim, or a frozen backbone (DINO, CLIP, MAE, ...) alone.</summary>
public sealed class ModelMetric : IPictureMetric
{
    private const int BatchPictures = 64;

    // From so many pictures on, the faster products make up for laying out the weights.
    private const int ManyPictures = 32;
    private readonly PerceptualModel exact;
    private readonly PerceptualModel? rounded;
    private readonly bool owned;
    private readonly Func<PixelImage, PixelImage>? change;

    /// <param name="name">As tables show it.</param>
    /// <param name="model">On the device where it shall run.</param>
    /// <param name="precision">In which numbers its backbones compute.</param>
    /// <param name="owned">Whether the metric disposes of the model.</param>
    /// <param name="change">Done to each picture before the model sees it, at the model's size; null for nothing.</param>
    public ModelMetric(
        string name, PerceptualModel model, Precision precision = Precision.Float32, bool owned = true, Func<PixelImage, PixelImage>? change = null)
    {
        (Name, exact, this.owned, this.change) = (name, model, owned, change);
        model.Train(false);
        rounded = precision == Precision.BFloat16 ? model.Rounded() : null;
    }

    public string Name { get; }

    /// <summary>Embeds every picture; only a batch of them is in memory at a time, the embeddings are.</summary>
    public IPreparedPictures Prepare(IReadOnlyList<string> files, IProgress<double>? progress, CancellationToken cancel) =>
        new EmbeddedPictures(Embeddings(files, progress, cancel));

    /// <summary>(files, width), float32, on the CPU; owned by the caller.</summary>
    internal Tensor Embeddings(IReadOnlyList<string> files, IProgress<double>? progress, CancellationToken cancel)
    {
        using var scope = NewDisposeScope();
        var model = rounded ?? exact;
        var together = model.Options.Resampling == Resampling.None ? 1 : BatchPictures;      // pictures in their own size go one by one
        var embeddings = new List<Tensor>();
        using var settled = files.Count >= ManyPictures && together > 1 ? model.Settled() : null;
        for (var from = 0; from < files.Count; from += BatchPictures)
        {
            cancel.ThrowIfCancellationRequested();
            var count = Math.Min(BatchPictures, files.Count - from);
            using var pictures = PictureTable.Load([.. files.Skip(from).Take(count)], model.Options, cancel, change);
            using var gradients = inference_mode(true);
            foreach (var batch in Enumerable.Range(0, count).Chunk(together))
            {
                using var inner = NewDisposeScope();
                embeddings.Add(PerceptualModel.Pooled(model.Embed(pictures.Batch(batch, model.Device))).cpu().clone().MoveToOuterDisposeScope());
            }

            progress?.Report((from + count) / (double)files.Count);
        }

        return cat([.. embeddings], 0).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        rounded?.Dispose();
        if (owned) exact.Dispose();
    }
}
