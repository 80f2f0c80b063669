using Nights.Diffusion.Models;
using Nights.Domain.Campaigns;
using Nights.Domain.Perturbations;
using Nights.Imaging;
using Nights.Imaging.Colour;
using Nights.Imaging.Measures;

namespace Nights.Diffusion.Pipelines;

/// <summary>From clean latents to a picture, or to the reason why it is none.</summary>
internal sealed class PictureFinish(ModelFolder model, PaintSettings settings, CancellationToken cancel)
{
    private readonly LatentShape shape = LatentShape.Of(model, settings);

    public PaintedPicture Of(Canvas canvas, IReadOnlyList<string> cutWords)
    {
        var order = canvas.Order;
        if (!Pixels.AreFinite(canvas.Latents))
            return new PaintedPicture(order, PictureFault.LatentsNotFinite);
        if (Decode(canvas.Latents) is not { } image)
            return new PaintedPicture(order, PictureFault.PixelsNotFinite);
        foreach (var shift in canvas.Changes.Where(change => change.Operator == PerturbationOperator.LabShift))
            image = LabShift.Of(image, (ulong)shift.Seed, shift.Level);
        return Fault(image) is { } fault ? new PaintedPicture(order, fault) : new PaintedPicture(order, image) { CutWords = cutWords };
    }

    private PixelImage? Decode(ReadOnlySpan<float> latents)
    {
        using var planes = model.VaeDecoder.Decode(latents, shape.WithRows(1), cancel);
        return Pixels.FromPlanes(planes[0], settings.Width, settings.Height);
    }

    private PictureFault? Fault(PixelImage image) =>
        FlatPicture.IsBlack(image) ? PictureFault.Black
        : FlatPicture.IsFlat(image) ? PictureFault.Flat
        : settings.Safety != PictureSafety.Off && model.SafetyChecker?.Flags(image, cancel) is true ? PictureFault.Unsafe
        : null;
}
