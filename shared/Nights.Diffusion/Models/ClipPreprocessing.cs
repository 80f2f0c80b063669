using System.Text.Json;
using Nights.Imaging;
using Nights.Imaging.Resizing;

namespace Nights.Diffusion.Models;

/// <summary>
/// How CLIP looks at a picture: shortest edge resized bicubically, the middle cut out, each colour less its mean and divided by its deviation.
/// The numbers are CLIP's own unless <c>preprocessor_config.json</c> names others; what it asks for besides is refused by name, because the checker would see another
/// picture than it was trained on.
/// </summary>
internal sealed class ClipPreprocessing
{
    public const string ConfigFile = "feature_extractor/preprocessor_config.json";

    private const int UsualEdge = 224;
    private const int LargestEdge = 4096;
    private const int Bicubic = 3;  // Pillow's number
    private readonly int shortest;
    private readonly float[] mean;
    private readonly float[] deviation;

    /// <param name="config">What the folder says.</param>
    /// <param name="edge">Edge that the graph declares, or not above 0 where it varies.</param>
    public ClipPreprocessing(ModelJson config, int edge)
    {
        Edge = Cut(config) is { } cut ? cut : edge > 0 ? edge : UsualEdge;
        if (edge > 0 && Edge != edge)
            throw new ModelFolderException($"safety_checker: the graph looks at {edge} × {edge} pixels, and {ConfigFile} cuts out {Edge}; they must agree.");
        shortest = Shortest(config) ?? Edge;
        if (shortest < Edge)
            throw new ModelFolderException($"{ConfigFile}: pictures are resized to {shortest} pixels, too few to cut {Edge} from.");
        if (config.Integer("resample", 0, 5) is { } filter and not Bicubic)
            throw new ModelFolderException($"{ConfigFile}: resample {filter} is not computed; {Bicubic}, bicubic, is.");
        foreach (var step in new[] { "do_resize", "do_center_crop", "do_rescale", "do_normalize" })
            if (config.Flag(step) is false)
                throw new ModelFolderException($"{ConfigFile}: {step} is false, and CLIP's preprocessing has that step; only true is computed.");
        mean = config.Numbers("image_mean", 3) ?? [0.48145466f, 0.4578275f, 0.40821073f];
        deviation = config.Numbers("image_std", 3) ?? [0.26862954f, 0.26130258f, 0.27577711f];
    }

    /// <summary>Pixels of each edge of what is looked at.</summary>
    public int Edge { get; }

    /// <summary>Writes 3 × edge × edge numbers, planar.</summary>
    public void Look(PixelImage picture, Span<float> planes)
    {
        var shorter = Math.Min(picture.Width, picture.Height);
        var (width, height) = (picture.Width * shortest / shorter, picture.Height * shortest / shorter);
        var small = PillowResize.Bicubic(picture, width, height);
        var (left, top) = ((width - Edge) / 2, (height - Edge) / 2);
        for (var y = 0; y < Edge; y++)
        {
            var row = small.Row(top + y)[(left * 3)..];
            for (var x = 0; x < Edge; x++)
                for (var channel = 0; channel < 3; channel++)
                    planes[(channel * Edge + y) * Edge + x] = (row[3 * x + channel] / 255f - mean[channel]) / deviation[channel];
        }
    }

    /// <summary>Old files give a number, newer ones an object.</summary>
    private static int? Shortest(ModelJson config) => config["size"] switch
    {
        null => null,
        { ValueKind: JsonValueKind.Object } size when size.TryGetProperty("shortest_edge", out var edge) => Pixels(config, "size", edge),
        var size => Pixels(config, "size", size),
    };

    private static int? Cut(ModelJson config) => config["crop_size"] switch
    {
        null => null,
        { ValueKind: JsonValueKind.Object } crop when crop.TryGetProperty("height", out var height) && crop.TryGetProperty("width", out var width)
            && height.GetRawText() == width.GetRawText() => Pixels(config, "crop_size", height),
        var crop => Pixels(config, "crop_size", crop),
    };

    private static int Pixels(ModelJson config, string key, JsonElement? value) =>
        value is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var pixels) && pixels is >= 1 and <= LargestEdge
            ? pixels
            : throw config.Wrong(key, config[key], $"one edge of 1 to {LargestEdge} pixels");
}
