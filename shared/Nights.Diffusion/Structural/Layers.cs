using Nights.Onnx;

namespace Nights.Diffusion.Structural;

/// <summary>
/// The layers Stable Diffusion is made of, in the operators that exports of it have, with random weights: a layer keeps the size of what goes through it
/// (weights have a deviation of 1/√inputs), so that a deep stack stays finite. Same seed, same weights.
/// </summary>
internal sealed class Layers(GraphBuilder graph, int seed)
{
    private const int Groups = 8;
    private const int HeadWidth = 32;
    private readonly Random random = new(seed);

    /// <summary>Weights of no bias and deviation gain/√inputs.</summary>
    public Expression Weights(double gain, int inputs, params long[] shape)
    {
        var values = new float[shape.Aggregate(1L, (product, size) => product * size)];
        var reach = (float)(gain * Math.Sqrt(3.0 / inputs));
        for (var i = 0; i < values.Length; i++)
            values[i] = (2 * random.NextSingle() - 1) * reach;
        return graph.Tensor(values, shape);
    }

    /// <summary>3 × 3 (or 1 × 1) convolution over rows × channels × height × width, bias included.</summary>
    public Expression Convolve(Expression image, int from, int to, int window = 3, int stride = 1, double gain = 1) => graph.Node("Conv",
        [("kernel_shape", new long[] { window, window }), ("strides", new long[] { stride, stride }), ("pads", new long[] { window / 2, window / 2, window / 2, window / 2 })],
        image, Weights(gain, from * window * window, to, from, window, window), Weights(0.1, 1, to));

    /// <summary>rows × tokens × from (or rows × from) to the same of another width.</summary>
    public Expression Linear(Expression values, int from, int to) => graph.Node("MatMul", values, Weights(1, from, from, to)) + Weights(0.1, 1, to);

    public static Expression Silu(Expression values) => values * values.Sigmoid();

    /// <summary>Group normalisation as torch exports it: an instance normalisation of groups, then a scale and a shift a channel.</summary>
    public Expression GroupNorm(Expression image, int channels)
    {
        var groups = graph.Node("InstanceNormalization", [("epsilon", 1e-5f)], image.Reshape(0, Groups, -1), Ones(Groups), graph.Tensor(new float[Groups], Groups));
        return graph.Node("Reshape", groups, graph.Node("Shape", image)) * Ones(channels, 1, 1) + Weights(0.1, 1, channels, 1, 1);
    }

    public Expression LayerNorm(Expression tokens, int width) =>
        graph.Node("LayerNormalization", [("axis", -1L), ("epsilon", 1e-5f)], tokens, Ones(width), Weights(0.1, 1, width));

    /// <summary>Two convolutions with the timestep added in between, beside the way straight through.</summary>
    public Expression Residual(Expression image, Expression? time, int from, int to, int timeWidth = 0)
    {
        var inner = Convolve(Silu(GroupNorm(image, from)), from, to);
        if (time is { } embedding)
            inner += Linear(Silu(embedding), timeWidth, to).Unsqueeze(2, 3);
        inner = Convolve(Silu(GroupNorm(inner, to)), to, to);
        return inner + (from == to ? image : Convolve(image, from, to, window: 1));
    }

    /// <summary>Every place of an image looks at every other, then at the prompt, then thinks for itself.</summary>
    public Expression Transformer(Expression image, Expression context, int channels, int contextWidth)
    {
        var shape = graph.Node("Shape", image);
        var inner = Convolve(GroupNorm(image, channels), channels, channels, window: 1);
        var tokens = Turned(inner.Reshape(0, 0, -1), 0, 2, 1);
        var own = LayerNorm(tokens, channels);
        tokens += Attend(own, own, channels, channels);
        tokens += Attend(LayerNorm(tokens, channels), context, channels, contextWidth);
        tokens += FeedForward(LayerNorm(tokens, channels), channels);
        inner = graph.Node("Reshape", Turned(tokens, 0, 2, 1), shape);
        return image + Convolve(inner, channels, channels, window: 1);
    }

    /// <summary>Attention in heads of 32 numbers; with a mask, added to the scores.</summary>
    public Expression Attend(Expression asking, Expression asked, int width, int askedWidth, Expression? mask = null)
    {
        var heads = width / HeadWidth;
        var queries = Turned(Linear(asking, width, width).Reshape(0, 0, heads, HeadWidth), 0, 2, 1, 3);
        var keys = Turned(Linear(asked, askedWidth, width).Reshape(0, 0, heads, HeadWidth), 0, 2, 3, 1);
        var values = Turned(Linear(asked, askedWidth, width).Reshape(0, 0, heads, HeadWidth), 0, 2, 1, 3);
        var scores = graph.Node("MatMul", queries, keys) * (1 / MathF.Sqrt(HeadWidth));
        if (mask is { } added)
            scores += added;
        var mixed = graph.Node("MatMul", graph.Node("Softmax", [("axis", -1L)], scores), values);
        return Linear(Turned(mixed, 0, 2, 1, 3).Reshape(0, 0, -1), width, width);
    }

    /// <summary>Four times the width, half of it gating the other half by a GELU, and back.</summary>
    public Expression FeedForward(Expression tokens, int width)
    {
        var wide = Linear(tokens, width, 4 * width);
        var gate = wide.Slice(2, 2 * width, 4 * width);
        gate = gate * 0.5f * (1f + graph.Node("Erf", gate / MathF.Sqrt(2)));
        return Linear(wide.Slice(2, 0, 2 * width) * gate, 2 * width, width);
    }

    /// <summary>Twice the height and width: nearest neighbours, then a convolution.</summary>
    public Expression Enlarge(Expression image, int from, int to) => Convolve(
        graph.Node("Resize", [("mode", "nearest"), ("coordinate_transformation_mode", "asymmetric"), ("nearest_mode", "floor")],
            image, graph.Absent, graph.Tensor([1f, 1f, 2f, 2f], 4)),
        from, to);

    public Expression Turned(Expression values, params long[] order) => graph.Node("Transpose", [("perm", order)], values);

    private Expression Ones(params long[] shape)
    {
        var ones = new float[shape.Aggregate(1L, (product, size) => product * size)];
        Array.Fill(ones, 1);
        return graph.Tensor(ones, shape);
    }
}
