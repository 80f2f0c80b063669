using Nights.DreamSim.Backbones;
using Nights.DreamSim.Checkpoints;

namespace Nights.DreamSim.Import;

/// <summary>OpenAI's CLIP and OpenCLIP share their names and shapes, and differ in the activation: only the name of a file can tell them apart.</summary>
internal static class ClipName
{
    /// <exception cref="InvalidDataException">The name tells nothing.</exception>
    public static BackboneFamily Family(WeightsFile file)
    {
        var name = Path.GetFileName(file.Path);
        if (name.Contains("open_clip", StringComparison.OrdinalIgnoreCase) || name.Contains("laion", StringComparison.OrdinalIgnoreCase)) return BackboneFamily.OpenClip;
        if (name.Contains("clip", StringComparison.OrdinalIgnoreCase) || name.Contains("openai", StringComparison.OrdinalIgnoreCase)) return BackboneFamily.Clip;
        throw new InvalidDataException($"{file.Path} is a CLIP, and neither weights nor name tell whose: give the family, clip (OpenAI's) or open_clip.");
    }
}
