using Nights.DreamSim.Metrics;

namespace Nights.NumericsTests.Evaluation;

/// <summary>A metric whose distances the test gives.</summary>
internal sealed class TableMetric(string name, Func<int, int, double> distance) : IPictureMetric, IPreparedPictures
{
    public string Name => name;

    public IPreparedPictures Prepare(IReadOnlyList<string> files, IProgress<double>? progress, CancellationToken cancel) => this;

    public double[] Distances(IReadOnlyList<PicturePair> pairs, CancellationToken cancel) => [.. pairs.Select(pair => distance(pair.First, pair.Second))];

    public void Dispose()
    {
    }
}
