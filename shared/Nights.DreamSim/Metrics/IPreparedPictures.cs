namespace Nights.DreamSim.Metrics;

/// <summary>Pictures between which a metric can tell distances.</summary>
public interface IPreparedPictures : IDisposable
{
    /// <summary>The distance of each pair, in order. Pairs that share pictures are cheapest side by side.</summary>
    /// <exception cref="InvalidDataException">A picture cannot be read, or two cannot be compared: the message names them.</exception>
    double[] Distances(IReadOnlyList<PicturePair> pairs, CancellationToken cancel);
}
