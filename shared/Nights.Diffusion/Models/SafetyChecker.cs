using System.Text.Json.Nodes;
using Microsoft.ML.OnnxRuntime.Tensors;
using Nights.Imaging;
using Nights.Imaging.Resizing;

namespace Nights.Diffusion.Models;

/// <summary>
/// Stable Diffusion's safety checker: flags pictures near concepts it was given. Preprocessing is CLIP's (shortest edge to 224 bicubic, centre crop, CLIP's
/// mean and deviation), whatever constants <c>preprocessor_config.json</c> names in their place.
/// </summary>
public sealed class SafetyChecker : IDisposable
{
    private readonly OnnxGraph graph;
    private readonly Port clip;
    private readonly Port? images;
    private readonly Port flags;
    private readonly int edge;
    private readonly float[] mean;
    private readonly float[] deviation;

    internal SafetyChecker(OnnxGraph graph, JsonObject preprocessing)
    {
        this.graph = graph;
        clip = Signature.Input(graph, "clip_input", [4], Signature.Floats);
        images = Signature.Optional(graph, "images", [4], Signature.Floats);
        Signature.NothingElse(graph, clip, images);
        flags = graph.Outputs.FirstOrDefault(port => port.Name == "has_nsfw_concepts") is { Type: TensorElementType.Bool } flag ? flag
            : throw new ModelFolderException($"safety_checker: there is no output 'has_nsfw_concepts' of booleans; the graph declares {string.Join("; ", graph.Outputs)}.");
        edge = clip.Dimensions[2] > 0 ? clip.Dimensions[2] : 224;
        mean = Numbers("image_mean", [0.48145466f, 0.4578275f, 0.40821073f]);
        deviation = Numbers("image_std", [0.26862954f, 0.26130258f, 0.27577711f]);

        float[] Numbers(string key, float[] otherwise) =>
            preprocessing[key] is JsonArray { Count: 3 } given ? [.. given.Select(value => value!.GetValue<float>())] : otherwise;
    }

    /// <summary>True when the picture must not be shown.</summary>
    internal bool Flags(PixelImage picture, CancellationToken cancel)
    {
        using var seen = new Feed(clip, 1, 3, edge, edge);
        Look(picture, seen.Values);
        seen.Send();
        using var whole = images is null ? null : new Feed(images, 1, picture.Height, picture.Width, 3);
        if (whole is not null)
        {
            for (var i = 0; i < picture.Bytes.Length; i++)
                whole.Values[i] = picture.Bytes[i] / 255f;
            whole.Send();
        }
        using var results = graph.Run(whole is null ? [seen] : [seen, whole], [flags], cancel);
        return results.Flags(0).Contains(true);
    }

    public void Dispose() => graph.Dispose();

    private void Look(PixelImage picture, Span<float> planes)
    {
        var shortest = Math.Min(picture.Width, picture.Height);
        var (width, height) = (picture.Width * edge / shortest, picture.Height * edge / shortest);
        var small = PillowResize.Bicubic(picture, width, height);
        var (left, top) = ((width - edge) / 2, (height - edge) / 2);
        for (var y = 0; y < edge; y++)
        {
            var row = small.Row(top + y)[(left * 3)..];
            for (var x = 0; x < edge; x++)
                for (var channel = 0; channel < 3; channel++)
                    planes[(channel * edge + y) * edge + x] = (row[3 * x + channel] / 255f - mean[channel]) / deviation[channel];
        }
    }
}
