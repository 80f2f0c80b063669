using Nights.DreamSim.Backbones;
using Nights.DreamSim.Checkpoints;

namespace Nights.DreamSim.Import;

/// <summary>
/// The names of DINO's hub files, which DINOv2, SynCLR, MAE and DreamSim's CLIP containers share: <c>cls_token</c>, <c>blocks.0.attn.qkv.weight</c>.
/// Anything may stand before them: <c>state_dict.</c>, <c>teacher.backbone.</c>, <c>model.module.visual.</c>
/// </summary>
internal static class DinoLayout
{
    private const string First = "blocks.0.attn.qkv.weight";

    private static readonly string[] OfBlock =
    [
        "norm1.weight", "norm1.bias", "attn.qkv.weight", "attn.qkv.bias", "attn.proj.weight", "attn.proj.bias",
        "norm2.weight", "norm2.bias", "mlp.fc1.weight", "mlp.fc1.bias", "mlp.fc2.weight", "mlp.fc2.bias",
    ];

    /// <summary>Every backbone of the file: an export of a whole metric holds several.</summary>
    public static IEnumerable<FoundBackbone> Find(WeightsFile file, ImportOptions options)
    {
        var prefixes = BackboneShapes.Prefixes(file, First).Where(prefix => file.Shapes.ContainsKey(prefix + "cls_token")).ToArray();
        var extractors = prefixes.Where(prefix => prefix.Contains("extractor_list.", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToArray();
        foreach (var prefix in extractors.Length > 0 ? extractors : prefixes.Take(1)) yield return Read(file, prefix, options);
    }

    private static FoundBackbone Read(WeightsFile file, string prefix, ImportOptions options)
    {
        var (clip, scaled) = (Has("pos_drop.weight"), Has("blocks.0.ls1.gamma"));
        var family = options.Family ?? (scaled ? BackboneFamily.DinoV2 : clip ? ClipName.Family(file) : Plain(file));
        if (clip != family.IsClip())
            throw new InvalidDataException($"{file.Path} {(clip ? "has" : "lacks")} CLIP's norm before the blocks, so it is not of the family '{family.Spelled()}'.");
        if (scaled != (family == BackboneFamily.DinoV2))
            throw new InvalidDataException($"{file.Path} {(scaled ? "has" : "lacks")} the layer scale of DINOv2, so it is not of the family '{family.Spelled()}'.");

        if (Has("register_tokens")) throw new InvalidDataException($"{file.Path} has register tokens, which this library's transformers do not have: take the weights without registers.");

        var depth = BackboneShapes.Depth(file, block => $"{prefix}blocks.{block}.attn.qkv.weight");
        var projection = clip && Has("proj") ? checked((int)Shape("proj")[^1]) : 0;
        var shapes = BackboneShapes.Of(file, Shape("patch_embed.proj.weight"), Shape("pos_embed")[^2], depth, projection, family, options);
        var names = new List<string> { "cls_token", "pos_embed", "patch_embed.proj.weight", "patch_embed.proj.bias", "norm.weight", "norm.bias" };
        if (clip) names.AddRange(["pos_drop.weight", "pos_drop.bias"]);
        if (projection > 0) names.Add("proj");
        names.AddRange(from block in Enumerable.Range(0, depth) from name in OfBlock select $"blocks.{block}.{name}");
        if (scaled) names.AddRange(from block in Enumerable.Range(0, depth) from name in new[] { "ls1.gamma", "ls2.gamma" } select $"blocks.{block}.{name}");
        return new FoundBackbone(file, family.Spelled(), prefix, shapes, names.ToDictionary(name => name, name => new WeightPart([prefix + name])));

        bool Has(string name) => file.Shapes.ContainsKey(prefix + name);
        long[] Shape(string name) => file.Shapes.TryGetValue(prefix + name, out var shape) && shape.Length >= 2
            ? shape
            : throw new InvalidDataException($"{file.Path} has no tensor '{prefix + name}' of two dimensions or more: these are no weights of a vision transformer.");
    }

    /// <summary>Three families of the same arithmetic; the name is for people.</summary>
    private static BackboneFamily Plain(WeightsFile file)
    {
        var name = Path.GetFileName(file.Path);
        return name.Contains("synclr", StringComparison.OrdinalIgnoreCase) ? BackboneFamily.SynClr
            : name.Contains("mae", StringComparison.OrdinalIgnoreCase) ? BackboneFamily.Mae
            : BackboneFamily.Dino;
    }
}
