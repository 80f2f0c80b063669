using Nights.Onnx;

namespace Nights.Diffusion.Procedural;

/// <summary>
/// Separable enlargement as two matrix products: many times faster than the general Resize operator on a processor. The matrices are computed inside
/// the graph, so any size works; rows sum to one at the borders too.
/// </summary>
internal sealed class Enlargement
{
    private readonly Expression rows;
    private readonly Expression columns;

    private Enlargement(Expression planes, int factor, Func<Expression, Expression> kernel)
    {
        var shape = planes.Graph.Node("Shape", planes);
        rows = Weights(shape.Slice(0, 2, 3), factor, kernel);
        columns = planes.Graph.Node("Transpose", [("perm", new long[] { 1, 0 })], Weights(shape.Slice(0, 3, 4), factor, kernel));
    }

    /// <summary>Through the samples (Catmull-Rom): keeps corners.</summary>
    public static Expression Sharp(Expression planes, int factor) => new Enlargement(planes, factor, distance =>
    {
        var (outer, inner) = (Falling(distance, 2), Falling(distance, 1));
        return 0.5f * (outer - 1f) * outer * outer + inner * inner * (1f - 2f * inner);
    }).Of(planes);

    /// <summary>Near the samples (cubic B-spline): no overshoot, no visible grid.</summary>
    public static Expression Smooth(Expression planes, int factor) => new Enlargement(planes, factor, distance =>
    {
        var (outer, inner) = (Falling(distance, 2), Falling(distance, 1));
        return outer * outer * outer - 4f * inner * inner * inner;
    }).Of(planes);

    private Expression Of(Expression planes) => planes.Graph.Node("MatMul", rows, planes.Graph.Node("MatMul", planes, columns));

    /// <summary>Enlarged × original weights from the distance of their centres.</summary>
    private static Expression Weights(Expression size, int factor, Func<Expression, Expression> kernel)
    {
        var graph = size.Graph;
        var count = size.Squeeze(0).Cast(ElementType.Float32);
        var originals = graph.Node("Range", graph.Scalar(0), count, graph.Scalar(1)).Unsqueeze(0);
        var enlarged = graph.Node("Range", graph.Scalar(0), count * factor, graph.Scalar(1)).Unsqueeze(1);
        var weights = kernel(((enlarged + 0.5f) / factor - 0.5f - originals).Abs());
        return weights / graph.Node("ReduceSum", [("keepdims", 1L)], weights, graph.Integers(1));
    }

    private static Expression Falling(Expression distance, float reach) => (reach - distance).Max(distance.Graph.Scalar(0));
}
