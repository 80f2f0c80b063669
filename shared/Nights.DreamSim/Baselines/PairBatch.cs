using Nights.DreamSim.Metrics;

namespace Nights.DreamSim.Baselines;

/// <summary>Consecutive pairs whose pictures have one size and go through a network together.</summary>
/// <param name="Pairs">In their order.</param>
/// <param name="Pictures">The distinct pictures of the pairs.</param>
internal sealed record PairBatch(IReadOnlyList<PicturePair> Pairs, IReadOnlyList<int> Pictures)
{
    /// <summary>Three pictures of 768 × 768 pixels: a first layer of VGG-16 takes 256 bytes a pixel, and all its layers about 800.</summary>
    private const int MostPixels = 3 * 768 * 768;

    private const int MostPictures = 64;

    /// <summary>Parts pairs into batches, in order.</summary>
    /// <param name="pairs">At least one.</param>
    /// <param name="size">The size of both pictures of a pair.</param>
    public static IEnumerable<PairBatch> Of(IReadOnlyList<PicturePair> pairs, Func<PicturePair, (int Width, int Height)> size)
    {
        var (taken, pictures, shape) = (new List<PicturePair>(), new List<int>(), (Width: 0, Height: 0));
        foreach (var pair in pairs)
        {
            var next = size(pair);
            int[] more = [.. new[] { pair.First, pair.Second }.Distinct().Where(picture => !pictures.Contains(picture))];
            var most = Math.Clamp(MostPixels / (next.Width * next.Height), 2, MostPictures);
            if (taken.Count > 0 && (next != shape || pictures.Count + more.Length > most))
            {
                yield return new PairBatch(taken, pictures);
                (taken, pictures, more) = ([], [], [.. new[] { pair.First, pair.Second }.Distinct()]);
            }

            taken.Add(pair);
            pictures.AddRange(more);
            shape = next;
        }

        if (taken.Count > 0) yield return new PairBatch(taken, pictures);
    }
}
