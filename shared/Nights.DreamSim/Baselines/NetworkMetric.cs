using Nights.DreamSim.Metrics;
using Nights.Imaging;
using static TorchSharp.torch;

namespace Nights.DreamSim.Baselines;

/// <summary>A network of pairs as a metric: LPIPS, DISTS.</summary>
/// <param name="name">As tables show it.</param>
/// <param name="network">On the device where it shall run; owned by the metric from here on.</param>
/// <param name="sizing">The size at which it sees pictures.</param>
public sealed class NetworkMetric(string name, IPairNetwork network, PictureSizing sizing) : IPictureMetric
{
    public string Name => name;

    public IPreparedPictures Prepare(IReadOnlyList<string> files, IProgress<double>? progress, CancellationToken cancel) =>
        new Pictures(name, network, new DecodedPictures(files, sizing));

    public void Dispose() => network.Dispose();

    private sealed class Pictures(string name, IPairNetwork network, DecodedPictures decoded) : IPreparedPictures
    {
        public double[] Distances(IReadOnlyList<PicturePair> pairs, CancellationToken cancel)
        {
            var distances = new double[pairs.Count];
            var from = 0;
            decoded.Warm(pairs.SelectMany(pair => new[] { pair.First, pair.Second }), cancel);
            foreach (var batch in PairBatch.Of(pairs, Size))
            {
                cancel.ThrowIfCancellationRequested();
                Distances(batch).CopyTo(distances, from);
                from += batch.Pairs.Count;
            }

            return distances;
        }

        public void Dispose()
        {
        }

        private double[] Distances(PairBatch batch)
        {
            using var scope = NewDisposeScope();
            using var gradients = inference_mode(true);
            var places = batch.Pictures.Select((picture, place) => (picture, place)).ToDictionary(p => p.picture, p => (long)p.place);
            Tensor Places(Func<PicturePair, int> of) => tensor(batch.Pairs.Select(pair => places[of(pair)]).ToArray()).to(network.Device);
            var pictures = stack([.. batch.Pictures.Select(picture => Pixels(decoded[picture]))]).to(ScalarType.Float32, network.Device).div_(255f);
            var distances = network.Distances(pictures, Places(pair => pair.First), Places(pair => pair.Second));
            return [.. distances.cpu().data<float>().ToArray().Select(value => (double)value)];
        }

        private static Tensor Pixels(PixelImage picture) => tensor(picture.Bytes.ToArray(), [picture.Height, picture.Width, 3]).permute(2, 0, 1);

        private (int Width, int Height) Size(PicturePair pair)
        {
            var (first, second) = (decoded[pair.First], decoded[pair.Second]);
            string Both() => $"{decoded.File(pair.First)} ({first.Width}x{first.Height}) with {decoded.File(pair.Second)} ({second.Width}x{second.Height})";
            if (first.Width != second.Width || first.Height != second.Height)
                throw new InvalidDataException($"{name} cannot compare {Both()}: they must have one size. Give it a size, at which it shall see both.");
            return Math.Min(first.Width, first.Height) >= network.ShortestEdge
                ? (first.Width, first.Height)
                : throw new InvalidDataException(
                    $"{name} cannot compare {Both()}: an edge of at least {network.ShortestEdge} pixels is needed. Give it a size, at which it shall see both.");
        }
    }
}
