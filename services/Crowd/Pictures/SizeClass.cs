using System.Buffers.Binary;
using System.Collections.Concurrent;
using Nights.Imaging.Png;

namespace Nights.Crowd.Pictures;

/// <summary>
/// One file length for all pictures of one size in pixels: half, three quarters, all, or more of what the pixels take unpacked. The class
/// only grows: once a picture has needed a larger one, everything is served in that, so at any time all pictures of a campaign have one
/// length and a picture is told from another by its length at most when the class grows, three times in the life of the process.
/// </summary>
internal sealed class SizeClass
{
    private const int Channels = 3;
    private readonly ConcurrentDictionary<(int Width, int Height), int> quarters = new();

    /// <returns>The picture in a file of the length that all of its size have now.</returns>
    public byte[] Pad(ReadOnlySpan<byte> png)
    {
        // IHDR comes first and begins with width and height: every picture in the store is a PNG file of ours.
        var (width, height) = (BinaryPrimitives.ReadInt32BigEndian(png[16..]), BinaryPrimitives.ReadInt32BigEndian(png[20..]));
        var unpacked = Channels * width * height;
        // Small test pictures are mostly chunk headers: the class never asks for less than a kibibyte.
        var quarter = Math.Max(1024, (unpacked + 3) / 4);
        var needed = Math.Max(2, (png.Length + PaddedPng.LeastPadding + quarter - 1) / quarter);
        var current = quarters.AddOrUpdate((width, height), needed, (_, before) => Math.Max(before, needed));
        return PaddedPng.Of(png, current * quarter);
    }
}
