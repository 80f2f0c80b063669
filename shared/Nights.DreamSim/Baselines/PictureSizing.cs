using Nights.DreamSim.Triplets;
using Nights.Imaging;

namespace Nights.DreamSim.Baselines;

/// <summary>The size at which a measure sees pictures.</summary>
/// <param name="Edge">Edge of a square, in pixels; null leaves pictures as they are.</param>
/// <param name="Resampling">How they become the square; the aspect is not kept.</param>
public sealed record PictureSizing(int? Edge, Resampling Resampling = Resampling.Bicubic)
{
    public static readonly PictureSizing Native = new((int?)null);

    /// <exception cref="InvalidDataException">The file is missing or no picture.</exception>
    public PixelImage Read(string file)
    {
        var picture = PictureFile.Read(file);
        return Edge is { } edge ? picture.Resized(edge, edge, Resampling) : picture;
    }

    /// <exception cref="InvalidDataException">No picture has such an edge.</exception>
    public PictureSizing Validate(string whose) => Edge is < 8 or > 4096 || (Edge is not null && Resampling == Resampling.None)
        ? throw new InvalidDataException($"The size of {whose} is {Edge}, resampling {Resampling}; it must be 8 to 4096 pixels by bicubic, bilinear or box, or left away for pictures as they are.")
        : this;
}
