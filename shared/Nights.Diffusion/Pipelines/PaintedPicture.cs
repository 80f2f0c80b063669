using Nights.Imaging;

namespace Nights.Diffusion.Pipelines;

/// <summary>What became of one order of a batch: a picture, or a fault that leaves its neighbours alone.</summary>
public sealed class PaintedPicture
{
    private readonly PixelImage? image;

    internal PaintedPicture(PictureOrder order, PixelImage image) => (Order, this.image) = (order, image);

    internal PaintedPicture(PictureOrder order, PictureFault fault) => (Order, Fault) = (order, fault);

    public PictureOrder Order { get; }

    /// <summary>Null when the picture is good.</summary>
    public PictureFault? Fault { get; }

    /// <summary>Words at the end of the prompt, and of those its perturbations follow, that the text encoder has no room for.</summary>
    public IReadOnlyList<string> CutWords { get; internal init; } = [];

    /// <exception cref="PictureFaultException">The picture is not to be used.</exception>
    public PixelImage Image => image ?? throw new PictureFaultException(Order, Fault!.Value);
}
