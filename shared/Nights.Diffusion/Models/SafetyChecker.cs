using Microsoft.ML.OnnxRuntime.Tensors;
using Nights.Imaging;

namespace Nights.Diffusion.Models;

/// <summary>Stable Diffusion's safety checker: flags pictures near concepts it was given, which it sees as CLIP does.</summary>
public sealed class SafetyChecker : IDisposable
{
    private readonly OnnxGraph graph;
    private readonly Port clip;
    private readonly Port? images;
    private readonly Port flags;
    private readonly ClipPreprocessing preprocessing;

    internal SafetyChecker(OnnxGraph graph, ModelJson config)
    {
        this.graph = graph;
        clip = Signature.Input(graph, "clip_input", [4], Signature.Floats);
        images = Signature.Optional(graph, "images", [4], Signature.Floats);
        Signature.NothingElse(graph, clip, images);
        flags = graph.Outputs.FirstOrDefault(port => port.Name == "has_nsfw_concepts") is { Type: TensorElementType.Bool } flag ? flag
            : throw new ModelFolderException($"safety_checker: there is no output 'has_nsfw_concepts' of booleans; the graph declares {string.Join("; ", graph.Outputs)}.");
        preprocessing = new ClipPreprocessing(config, clip.Dimensions[2]);
    }

    /// <summary>True when the picture must not be shown.</summary>
    internal bool Flags(PixelImage picture, CancellationToken cancel)
    {
        using var seen = new Feed(clip, 1, 3, preprocessing.Edge, preprocessing.Edge);
        preprocessing.Look(picture, seen.Values);
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
}
