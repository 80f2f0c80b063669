using Nights.Contracts;
using Nights.Diffusion.Pipelines;
using Nights.Imaging;
using PaintedPicture = Nights.Diffusion.Pipelines.PaintedPicture;

namespace Nights.Tests.Generator;

/// <summary>Orders for a model opened here, and what may come of one.</summary>
internal static class A
{
    public static PaintTriplet Order(string prompt = "An image of a otter", string model = "procedural") => new()
    {
        PaintingId = Guid.CreateVersion7(),
        CampaignId = Guid.CreateVersion7(),
        Model = model,
        Prompt = prompt,
        Seeds = [1, 2, 3],
        Width = 64,
        Height = 64,
        Steps = 2,
        Guidance = 1,
    };

    /// <summary>A variation of picture 0 by one operator.</summary>
    public static IReadOnlyList<PictureVariation> Variation(string by, long seed = 50) =>
        [new() { Dimension = "content", Operator = by, Level = 0.5, Seed = seed, Prompt = by is "lateSwitch" or "promptBlend" ? "a star" : null }];

    /// <summary>A picture unlike those of other numbers.</summary>
    public static PaintedPicture Picture(PictureOrder order, int number)
    {
        var image = new PixelImage(32, 32);
        var bytes = image.Bytes;
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)(i * (2 * number + 3) + i / 32);
        return new PaintedPicture(order, image);
    }

    public static PaintedPicture Fault(PictureOrder order, PictureFault fault) => new(order, fault);
}
