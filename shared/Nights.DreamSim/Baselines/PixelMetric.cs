using Nights.DreamSim.Metrics;
using Nights.DreamSim.Triplets;
using Nights.Imaging;
using Nights.Imaging.Measures;

namespace Nights.DreamSim.Baselines;

/// <summary>A measure of pixels as a metric: PSNR, SSIM, MS-SSIM.</summary>
/// <param name="name">As tables show it.</param>
/// <param name="distance">Of two pictures of one size; throws <see cref="ArgumentException"/> for those it cannot compare.</param>
/// <param name="sizing">The size at which it sees them.</param>
public sealed class PixelMetric(string name, Func<PixelImage, PixelImage, double> distance, PictureSizing sizing) : IPictureMetric
{
    /// <summary>In place of the infinite PSNR of equal pictures: above that of any two that differ.</summary>
    private const double EqualDecibels = 150;

    public string Name => name;

    /// <summary>−PSNR in decibels; −150 for equal pictures.</summary>
    public static PixelMetric Psnr(string name, PictureSizing sizing) => new(name, (a, b) => -Math.Min(PeakSignalToNoise.Of(a, b), EqualDecibels), sizing);

    /// <summary>1 − SSIM, in [0, 2].</summary>
    public static PixelMetric Ssim(string name, PictureSizing sizing) => new(name, (a, b) => 1 - StructuralSimilarity.Of(a, b), sizing);

    /// <summary>1 − MS-SSIM, in [0, 1].</summary>
    public static PixelMetric MsSsim(string name, PictureSizing sizing) => new(name, (a, b) => 1 - MultiScaleSimilarity.Of(a, b), sizing);

    public IPreparedPictures Prepare(IReadOnlyList<string> files, IProgress<double>? progress, CancellationToken cancel) =>
        new Pictures(name, distance, new DecodedPictures(files, sizing));

    public void Dispose()
    {
    }

    private sealed class Pictures(string name, Func<PixelImage, PixelImage, double> distance, DecodedPictures decoded) : IPreparedPictures
    {
        public double[] Distances(IReadOnlyList<PicturePair> pairs, CancellationToken cancel)
        {
            var distances = new double[pairs.Count];
            FileFaults.OnAllCores(pairs.Count, i => distances[i] = Distance(pairs[i]), cancel);
            return distances;
        }

        public void Dispose()
        {
        }

        private double Distance(PicturePair pair)
        {
            var (first, second) = (decoded[pair.First], decoded[pair.Second]);
            try
            {
                return distance(first, second);
            }
            catch (ArgumentException e)
            {
                throw new InvalidDataException(
                    $"{name} cannot compare {decoded.File(pair.First)} with {decoded.File(pair.Second)}: {e.Message} Give it a size, at which it shall see both.", e);
            }
        }
    }
}
