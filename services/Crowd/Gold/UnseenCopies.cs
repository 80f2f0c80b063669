using System.Security.Cryptography;
using Nights.Domain.Randomness;
using Nights.Domain.Storage;
using Nights.Hosting.Objects;
using Nights.Imaging;

namespace Nights.Crowd.Gold;

/// <summary>Stores pictures unseeably changed, so that gold has the bytes of no picture in a real trial.</summary>
internal sealed class UnseenCopies(IObjects objects)
{
    /// <param name="shift">Pixels to the right, 0 or 1.</param>
    /// <returns>SHA-256 of the copy.</returns>
    public async Task<string> Put(PixelImage picture, int shift, SplitMix64 draw, CancellationToken cancel)
    {
        var bytes = UnseenChange.Of(picture, shift, unchecked((long)draw.Next())).EncodePng();
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes));
        await objects.Put(ObjectKeys.Picture(sha256), bytes, "image/png", cancel);
        return sha256;
    }
}
