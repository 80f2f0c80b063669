using Nights.DreamSim.Triplets;
using Nights.Imaging.Resizing;

namespace Nights.DreamSim.Analysis.Report;

/// <summary>A picture small enough to stand within a page.</summary>
internal static class Thumbnail
{
    private const int Edge = 192;

    /// <summary>A data URI of a PNG of at most 192 pixels on its longer edge; smaller pictures stay as they are.</summary>
    /// <exception cref="InvalidDataException">The file is missing or no picture.</exception>
    public static string Of(string file)
    {
        var picture = PictureFile.Read(file);
        var longer = Math.Max(picture.Width, picture.Height);
        if (longer > Edge) picture = PillowResize.Bicubic(picture, Math.Max(1, picture.Width * Edge / longer), Math.Max(1, picture.Height * Edge / longer));
        return "data:image/png;base64," + Convert.ToBase64String(picture.EncodePng());
    }
}
