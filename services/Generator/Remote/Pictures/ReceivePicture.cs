using Nights.Contracts;
using Nights.Domain.Storage;
using Nights.Generator.Painting;
using Nights.Generator.Remote.Requests;
using Nights.Generator.Remote.Service;
using Nights.Hosting.Objects;
using Nights.Imaging;

namespace Nights.Generator.Remote.Pictures;

/// <summary>From a service's file to ours: unpacked, brought to the ordered size, written as our PNG and kept under its hash, whatever it shows.</summary>
internal sealed class ReceivePicture(IObjects objects)
{
    public async Task<ReceivedPicture> Keep(PaintTriplet order, AnsweredImage image, CancellationToken cancel)
    {
        var received = new ReceivedPicture { Url = image.Url, Problem = image.Problem, Withheld = image.Withheld, RevisedPrompt = image.RevisedPrompt };
        return image.File is { } file ? await Keep(order, received, file, cancel) : received;
    }

    public async Task<ReceivedPicture> Keep(PaintTriplet order, ReceivedPicture received, byte[] file, CancellationToken cancel)
    {
        try
        {
            var image = Decode(file);
            var png = StoredFile.Of(FitPicture.To(image, order.Width, order.Height).EncodePng());
            await objects.Put(ObjectKeys.Picture(png.Sha256), png.Bytes, "image/png", cancel);
            return received with { Url = null, Sha256 = png.Sha256, ReceivedSize = $"{image.Width}x{image.Height}" };
        }
        catch (InvalidDataException fault)
        {
            return received with { Url = null, Problem = fault.Message };
        }
    }

    // The header is asked first: a small file may claim a picture that no memory holds.
    private static PixelImage Decode(byte[] file)
    {
        var header = PictureHeader.Read(file);
        return header.Width <= PictureSize.Longest && header.Height <= PictureSize.Longest
            ? PixelImage.Decode(file)
            : throw new InvalidDataException($"it claims {header.Width}x{header.Height} pixels; {PictureSize.Longest} an edge are taken");
    }
}
