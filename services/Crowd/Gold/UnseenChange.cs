using Nights.Domain.Randomness;
using Nights.Imaging;

namespace Nights.Crowd.Gold;

/// <summary>
/// Changes a picture so that its bytes are others and its look is the same: a shift by one pixel and, on a few pixels, one level up or
/// down. Sparse, because noise everywhere would make the file grow and so give gold away.
/// </summary>
internal static class UnseenChange
{
    /// <summary>One value in so many is changed by one level.</summary>
    private const int Sparsity = 256;

    /// <param name="picture">Left as it is.</param>
    /// <param name="shift">Pixels to the right, 0 or 1; the first column is repeated.</param>
    /// <param name="seed">Same seed, same change.</param>
    public static PixelImage Of(PixelImage picture, int shift, long seed)
    {
        var changed = new PixelImage(picture.Width, picture.Height);
        for (var y = 0; y < picture.Height; y++)
        {
            var from = picture.Row(y);
            var to = changed.Row(y);
            from[..(shift * 3)].CopyTo(to);
            from[..^(shift * 3)].CopyTo(to[(shift * 3)..]);
        }

        var draw = new SplitMix64(seed);
        var bytes = changed.Bytes;
        for (var i = draw.Next(Sparsity); i < bytes.Length; i += 1 + draw.Next(2 * Sparsity - 1))
            bytes[i] = (byte)(bytes[i] is 255 || (bytes[i] > 0 && draw.Next(2) is 0) ? bytes[i] - 1 : bytes[i] + 1);
        return changed;
    }
}
