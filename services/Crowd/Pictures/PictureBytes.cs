using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using Nights.Domain.Storage;
using Nights.Hosting.Objects;

namespace Nights.Crowd.Pictures;

/// <summary>Display pictures by hash, the latest of them in memory; all of one size in pixels go out in one length.</summary>
internal sealed class PictureBytes(IObjects objects, SizeClass sizes, IOptions<CrowdOptions> options) : IDisposable
{
    private readonly MemoryCache cache = new(new MemoryCacheOptions { SizeLimit = options.Value.PictureCacheMegabytes * 1024L * 1024 });

    /// <exception cref="ObjectMissingException">The store has no such picture.</exception>
    public async ValueTask<byte[]> Get(string sha256, CancellationToken cancel)
    {
        if (cache.TryGetValue(sha256, out byte[]? bytes)) return sizes.Pad(bytes);
        bytes = await objects.Get(ObjectKeys.Picture(sha256), cancel);
        cache.Set(sha256, bytes, new MemoryCacheEntryOptions { Size = bytes.Length });
        return sizes.Pad(bytes);
    }

    public void Dispose() => cache.Dispose();
}
