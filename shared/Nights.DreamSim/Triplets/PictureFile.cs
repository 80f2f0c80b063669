using Nights.Imaging;
using Nights.Imaging.Resizing;

namespace Nights.DreamSim.Triplets;

/// <summary>A picture on disk, and how it comes to another size.</summary>
public static class PictureFile
{
    /// <exception cref="InvalidDataException">The file is not there or no picture; the message names it.</exception>
    public static PixelImage Read(string file)
    {
        if (!File.Exists(file)) throw new InvalidDataException($"There is no picture {file}.");
        try
        {
            return PixelImage.Decode(File.ReadAllBytes(file));
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{file} is no picture: {e.Message}", e);
        }
    }

    /// <summary>The picture at this size, in pixels; the aspect is not kept. Without resampling it stays as it is.</summary>
    public static PixelImage Resized(this PixelImage picture, int width, int height, Resampling resampling) => resampling switch
    {
        Resampling.Bicubic => PillowResize.Bicubic(picture, width, height),
        Resampling.Box => PillowResize.Box(picture, width, height),
        Resampling.Bilinear => PillowResize.Bilinear(picture, width, height),
        Resampling.None => picture,
        _ => throw new ArgumentOutOfRangeException(nameof(resampling), resampling, "A resampling is bicubic, bilinear, box or none."),
    };
}
