using Nights.DreamSim.Metrics;

namespace Nights.DreamSim.Analysis;

/// <summary>A metric and one list of pictures, which are prepared once however often they are asked for.</summary>
/// <param name="metric">Stays the caller's.</param>
internal sealed class PreparedOnce(IPictureMetric metric) : IPictureMetric
{
    private IPreparedPictures? prepared;

    public string Name => metric.Name;

    /// <summary>The list must be the same each time.</summary>
    public IPreparedPictures Prepare(IReadOnlyList<string> files, IProgress<double>? progress, CancellationToken cancel) =>
        new Lent(prepared ??= metric.Prepare(files, progress, cancel));

    public void Dispose() => prepared?.Dispose();

    private sealed class Lent(IPreparedPictures pictures) : IPreparedPictures
    {
        public double[] Distances(IReadOnlyList<PicturePair> pairs, CancellationToken cancel) => pictures.Distances(pairs, cancel);

        public void Dispose()
        {
        }
    }
}
