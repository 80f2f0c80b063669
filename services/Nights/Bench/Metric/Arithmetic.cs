using Nights.DreamSim;
using Nights.DreamSim.Backbones;

namespace Nights.Local.Bench.Metric;

/// <summary>Floating-point operations of the matrix products in one picture's embedding; a multiplication and an addition count as two.</summary>
internal static class Arithmetic
{
    /// <summary>What is computed: of the last block only the class token beyond keys and values, when the feature needs no other.</summary>
    public static double OfEmbedding(ModelOptions model) => model.Backbones.Sum(backbone =>
    {
        var (rows, columns) = ((model.InputSize - backbone.Patch) / backbone.Step + 1, (model.InputSize - backbone.Patch) / backbone.Step + 1);
        double width = backbone.Width, patches = rows * columns, tokens = patches + 1;
        var last = backbone.Feature == Feature.ClsPatch ? tokens : 1;
        return 2 * (patches * width * 3 * backbone.Patch * backbone.Patch + (backbone.ComputedDepth - 1) * Block(tokens) + Block(last));

        // qkv; both products of attention; its projection and the perceptron.
        double Block(double kept) => tokens * width * 3 * width + 2 * kept * tokens * width + kept * width * 9 * width;
    });
}
