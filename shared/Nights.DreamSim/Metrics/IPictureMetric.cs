namespace Nights.DreamSim.Metrics;

/// <summary>
/// A distance between pictures: smaller is more alike. Zero point and scale are the metric's own; what is compared with people is the order it gives.
/// </summary>
public interface IPictureMetric : IDisposable
{
    /// <summary>As tables show it.</summary>
    string Name { get; }

    /// <summary>Does once for each picture what can be done once: a network that embeds pictures does its whole work here.</summary>
    /// <param name="files">PNG, JPEG, WebP or BMP files.</param>
    /// <param name="progress">Share done, 0 to 1.</param>
    /// <param name="cancel">Stops between two batches.</param>
    /// <returns>Owned by the caller; to be disposed of before the metric.</returns>
    /// <exception cref="InvalidDataException">A file is missing or no picture.</exception>
    IPreparedPictures Prepare(IReadOnlyList<string> files, IProgress<double>? progress, CancellationToken cancel);
}
