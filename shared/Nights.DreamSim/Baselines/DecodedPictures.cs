using Nights.DreamSim.Triplets;
using Nights.Imaging;

namespace Nights.DreamSim.Baselines;

/// <summary>Pictures decoded when first asked for and kept up to a limit of memory; beyond it those kept so far are let go. For any number of threads.</summary>
internal sealed class DecodedPictures(IReadOnlyList<string> files, PictureSizing sizing)
{
    private const long MostBytes = 1L << 29;
    private readonly Dictionary<int, PixelImage> kept = [];
    private readonly Lock gate = new();
    private long bytes;

    public string File(int picture) => files[picture];

    public PixelImage this[int picture]
    {
        get
        {
            lock (gate)
            {
                if (kept.TryGetValue(picture, out var known)) return known;
            }

            var decoded = sizing.Read(files[picture]);
            lock (gate)
            {
                if (bytes + decoded.Bytes.Length > MostBytes)
                {
                    kept.Clear();
                    bytes = 0;
                }

                if (kept.TryAdd(picture, decoded)) bytes += decoded.Bytes.Length;
                return decoded;
            }
        }
    }

    /// <summary>Decodes on all cores what will be asked for next.</summary>
    /// <exception cref="InvalidDataException">A file is missing or no picture.</exception>
    public void Warm(IEnumerable<int> pictures, CancellationToken cancel)
    {
        int[] wanted = [.. pictures.Distinct()];
        FileFaults.OnAllCores(wanted.Length, i => _ = this[wanted[i]], cancel);
    }
}
