using Nights.DreamSim.Backbones;
using Nights.DreamSim.Checkpoints;

namespace Nights.DreamSim.Import;

/// <summary>The names of OpenAI's CLIP and of open_clip: <c>visual.class_embedding</c>, <c>visual.transformer.resblocks.0.attn.in_proj_weight</c>.</summary>
internal static class OpenAiLayout
{
    private static readonly (string Ours, string Theirs)[] OfBlock =
    [
        ("norm1.weight", "ln_1.weight"), ("norm1.bias", "ln_1.bias"), ("attn.qkv.weight", "attn.in_proj_weight"), ("attn.qkv.bias", "attn.in_proj_bias"),
        ("attn.proj.weight", "attn.out_proj.weight"), ("attn.proj.bias", "attn.out_proj.bias"), ("norm2.weight", "ln_2.weight"), ("norm2.bias", "ln_2.bias"),
        ("mlp.fc1.weight", "mlp.c_fc.weight"), ("mlp.fc1.bias", "mlp.c_fc.bias"), ("mlp.fc2.weight", "mlp.c_proj.weight"), ("mlp.fc2.bias", "mlp.c_proj.bias"),
    ];

    public static IEnumerable<FoundBackbone> Find(WeightsFile file, ImportOptions options)
    {
        if (BackboneShapes.Prefix(file, "class_embedding") is not { } prefix) yield break;

        var family = options.Family ?? ClipName.Family(file);
        if (!family.IsClip()) throw new InvalidDataException($"{file.Path} has the names of CLIP, so it is not of the family '{family.Spelled()}'.");

        var depth = BackboneShapes.Depth(file, block => $"{prefix}transformer.resblocks.{block}.attn.in_proj_weight");
        var positions = Shape("positional_embedding");
        var patches = Shape("conv1.weight");
        var projection = file.Shapes.ContainsKey(prefix + "proj") ? checked((int)Shape("proj")[^1]) : 0;
        var shapes = BackboneShapes.Of(file, patches, positions[^2], depth, projection, family, options);
        var parts = new Dictionary<string, WeightPart>(StringComparer.Ordinal)
        {
            ["cls_token"] = new([prefix + "class_embedding"], [1, 1, shapes.Width]),
            ["pos_embed"] = new([prefix + "positional_embedding"], [1, positions[^2], shapes.Width]),
            ["patch_embed.proj.weight"] = new([prefix + "conv1.weight"]),
            ["patch_embed.proj.bias"] = new([], [shapes.Width]),      // CLIP's convolution has none
            ["pos_drop.weight"] = new([prefix + "ln_pre.weight"]),
            ["pos_drop.bias"] = new([prefix + "ln_pre.bias"]),
            ["norm.weight"] = new([prefix + "ln_post.weight"]),
            ["norm.bias"] = new([prefix + "ln_post.bias"]),
        };
        if (projection > 0) parts["proj"] = new([prefix + "proj"]);
        for (var block = 0; block < depth; block++)
        {
            foreach (var (ours, theirs) in OfBlock) parts[$"blocks.{block}.{ours}"] = new([$"{prefix}transformer.resblocks.{block}.{theirs}"]);
        }

        yield return new FoundBackbone(file, "OpenAI CLIP's names", prefix, shapes, parts);

        long[] Shape(string name) => file.Shapes.TryGetValue(prefix + name, out var shape) && shape.Length >= 2
            ? shape
            : throw new InvalidDataException($"{file.Path} has no tensor '{prefix + name}' of two dimensions or more: these are no weights of CLIP's vision transformer.");
    }
}
