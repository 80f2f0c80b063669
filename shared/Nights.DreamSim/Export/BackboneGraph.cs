using Nights.DreamSim.Backbones;
using Nights.Onnx;
using static TorchSharp.torch;

namespace Nights.DreamSim.Export;

/// <summary>A vision transformer as ONNX nodes, for pictures of one size. The same arithmetic as <see cref="VisionTransformer"/>.</summary>
/// <param name="weights">The model's.</param>
/// <param name="prefix">Of the backbone's parameters.</param>
/// <param name="options">The backbone.</param>
internal sealed class BackboneGraph(GraphWeights weights, string prefix, BackboneOptions options)
{
    private readonly GraphBuilder graph = weights.Graph;
    private readonly double epsilon = options.Family.NormEpsilon();

    /// <param name="pictures">(batch, 3, height, width), in [0, 1].</param>
    /// <param name="height">In pixels.</param>
    /// <param name="width">In pixels.</param>
    /// <param name="table">The position table, (1, 1 + side², width).</param>
    /// <returns>The feature: (batch, channels), or (batch, 1 + patches, channels).</returns>
    public Expression Feature(Expression pictures, int height, int width, Tensor table)
    {
        var (rows, columns) = options.Grid(height, width);
        var tokens = checked((int)(1 + rows * columns));
        var normalised = (pictures - Channels(options.UsedMean)) / Channels(options.UsedStd);
        var patches = graph.Node("Conv", [("kernel_shape", new long[] { options.Patch, options.Patch }), ("strides", new long[] { options.Step, options.Step })],
            normalised, weights[prefix + "patch_embed.proj.weight"], weights[prefix + "patch_embed.proj.bias"]);
        patches = Turned(patches.Reshape(0, options.Width, -1), 0, 2, 1);

        var batch = graph.Node("Shape", pictures).Slice(0, 0, 1);
        var cls = graph.Node("Expand", weights[prefix + "cls_token"], graph.Concat(0, batch, graph.Integers(1, options.Width)));
        using var positions = PositionTable.For(table, height, width, options);
        var x = graph.Concat(1, cls, patches) + weights.Constant(positions);
        if (options.Family.IsClip()) x = weights.Norm(x, prefix + "pos_drop", epsilon);

        for (var block = 0; block < options.ComputedDepth; block++)
        {
            var last = block == options.ComputedDepth - 1 && options.Feature != Backbones.Feature.ClsPatch;
            x = Block(x, $"{prefix}blocks.{block}.", tokens, last ? 1 : tokens);
        }

        if (options.Feature == Backbones.Feature.ClsPatch) return x;
        x = x.Squeeze(1);
        if (options.Feature != Backbones.Feature.Cls) x = weights.Norm(x, prefix + "norm", epsilon);
        return options.Feature == Backbones.Feature.Embedding ? graph.Node("MatMul", x, weights[prefix + "proj"]) : x;
    }

    private Expression Block(Expression x, string block, int tokens, int kept)
    {
        var attended = Scaled(Attention(weights.Norm(x, block + "norm1", epsilon), block + "attn.", tokens, kept), block + "ls1.gamma");
        x = (kept == tokens ? x : x.Slice(1, 0, kept)) + attended;
        var hidden = weights.Linear(weights.Norm(x, block + "norm2", epsilon), block + "mlp.fc1");
        hidden = options.Family == BackboneFamily.Clip
            ? hidden * (hidden * 1.702f).Sigmoid()
            : 0.5f * hidden * (1f + graph.Node("Erf", hidden * (float)(1 / Math.Sqrt(2))));
        return x + Scaled(weights.Linear(hidden, block + "mlp.fc2"), block + "ls2.gamma");
    }

    private Expression Attention(Expression x, string attention, int tokens, int kept)
    {
        var channels = options.Width / options.Heads;
        var parts = Turned(weights.Linear(x, attention + "qkv").Reshape(0, tokens, 3, options.Heads, channels), 2, 0, 3, 1, 4);      // (3, B, H, T, D)
        var query = graph.Gather(parts, graph.Index(0), 0) * (float)(1 / Math.Sqrt(channels));
        if (kept < tokens) query = query.Slice(2, 0, kept);
        var keys = Turned(graph.Gather(parts, graph.Index(1), 0), 0, 1, 3, 2);
        var shares = graph.Node("Softmax", [("axis", -1L)], graph.Node("MatMul", query, keys));
        var mixed = graph.Node("MatMul", shares, graph.Gather(parts, graph.Index(2), 0));      // (B, H, kept, D)
        return weights.Linear(Turned(mixed, 0, 2, 1, 3).Reshape(0, kept, options.Width), attention + "proj");
    }

    private Expression Scaled(Expression x, string gamma) => weights.Has(gamma) ? x * weights[gamma] : x;

    private Expression Turned(Expression x, params long[] axes) => graph.Node("Transpose", [("perm", axes)], x);

    private Expression Channels(double[] values) => graph.Tensor([.. values.Select(value => (float)value)], 1, 3, 1, 1);
}
