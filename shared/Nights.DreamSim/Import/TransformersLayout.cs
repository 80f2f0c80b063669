using Nights.DreamSim.Backbones;
using Nights.DreamSim.Checkpoints;

namespace Nights.DreamSim.Import;

/// <summary>
/// The names of ViT and MAE in the transformers library: <c>vit.encoder.layer.0.attention.attention.query.weight</c>. Query, key and value lie apart
/// there and are joined in this order.
/// </summary>
internal static class TransformersLayout
{
    private static readonly (string Ours, string Theirs)[] OfBlock =
    [
        ("norm1", "layernorm_before"), ("attn.proj", "attention.output.dense"), ("norm2", "layernorm_after"), ("mlp.fc1", "intermediate.dense"), ("mlp.fc2", "output.dense"),
    ];

    public static IEnumerable<FoundBackbone> Find(WeightsFile file, ImportOptions options)
    {
        if (BackboneShapes.Prefix(file, "encoder.layer.0.attention.attention.query.weight") is not { } prefix) yield break;

        var family = options.Family ?? (file.Shapes.Keys.Any(name => name.StartsWith("decoder.", StringComparison.Ordinal)) ? BackboneFamily.Mae : BackboneFamily.Dino);
        if (family.IsClip() || family == BackboneFamily.DinoV2) throw new InvalidDataException($"{file.Path} has the names of a plain ViT, so it is not of the family '{family.Spelled()}'.");

        var depth = BackboneShapes.Depth(file, block => $"{prefix}encoder.layer.{block}.attention.attention.query.weight");
        var positions = Shape("embeddings.position_embeddings")[^2];
        var shapes = BackboneShapes.Of(file, Shape("embeddings.patch_embeddings.projection.weight"), positions, depth, projection: 0, family, options);
        var parts = new Dictionary<string, WeightPart>(StringComparer.Ordinal)
        {
            ["cls_token"] = new([prefix + "embeddings.cls_token"]),
            ["pos_embed"] = new([prefix + "embeddings.position_embeddings"]),
        };
        foreach (var kind in new[] { "weight", "bias" })
        {
            parts["patch_embed.proj." + kind] = new([$"{prefix}embeddings.patch_embeddings.projection.{kind}"]);
            parts["norm." + kind] = new([$"{prefix}layernorm.{kind}"]);
            for (var block = 0; block < depth; block++)
            {
                var layer = $"{prefix}encoder.layer.{block}.";
                parts[$"blocks.{block}.attn.qkv.{kind}"] = new([.. new[] { "query", "key", "value" }.Select(part => $"{layer}attention.attention.{part}.{kind}")]);
                foreach (var (ours, theirs) in OfBlock) parts[$"blocks.{block}.{ours}.{kind}"] = new([$"{layer}{theirs}.{kind}"]);
            }
        }

        yield return new FoundBackbone(file, "the transformers library's names", prefix, shapes, parts);

        long[] Shape(string name) => file.Shapes.TryGetValue(prefix + name, out var shape) && shape.Length >= 2
            ? shape
            : throw new InvalidDataException($"{file.Path} has no tensor '{prefix + name}' of two dimensions or more: these are no weights of a vision transformer.");
    }
}
