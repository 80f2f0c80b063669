using Nights.Contracts;
using Nights.Imaging;

namespace Nights.Tests.Generator.Remote;

/// <summary>Orders and pictures for a service.</summary>
internal static class A
{
    public const string Model = "images:dalle";

    public static PaintTriplet Order() => new()
    {
        PaintingId = Guid.CreateVersion7(),
        CampaignId = Guid.CreateVersion7(),
        Model = Model,
        Prompt = "An image of a otter",
        Seeds = [1, 2, 3],
        Width = 32,
        Height = 32,
        Steps = 20,
        Guidance = 7.5,
    };

    /// <summary>A picture unlike those of other numbers.</summary>
    public static PixelImage Picture(int number, string size = "64x64")
    {
        var edges = size.Split('x').Select(int.Parse).ToArray();
        var image = new PixelImage(edges[0], edges[1]);
        var bytes = image.Bytes;
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)((i * (2 * number + 3)) + (i / image.Width));
        return image;
    }

    public static PixelImage Flat(byte level, string size = "64x64")
    {
        var image = Picture(0, size);
        image.Bytes.Fill(level);
        return image;
    }
}
