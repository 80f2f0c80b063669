using Nights.Onnx;

namespace Nights.Diffusion.Procedural;

/// <summary>
/// The orthonormal two-dimensional cosine transform (DCT-II) of planes inside a graph, as two matrix products; all modes of a plane or only the lowest. The
/// matrices are computed from the planes' size by exactly rounded operations, so they are the same whatever runs beside them.
/// </summary>
internal sealed class CosineModes
{
    private readonly Expression down;
    private readonly Expression across;

    private CosineModes(Expression planes, long? most)
    {
        var graph = planes.Graph;
        var shape = graph.Node("Shape", planes);
        var (height, width) = (shape.Slice(0, 2, 3), shape.Slice(0, 3, 4));
        (Down, Across) = (Upto(Kept(height)).Unsqueeze(1), Upto(Kept(width)).Unsqueeze(0));
        (down, across) = (Basis(Down, height), Basis(Across, width));

        Expression Kept(Expression size) => most is { } limit ? size.Min(graph.Integers(limit)) : size;
    }

    /// <summary>Half cycles down the plane, modes × 1, int64.</summary>
    public Expression Down { get; }

    /// <summary>Half cycles across it, 1 × modes, int64.</summary>
    public Expression Across { get; }

    /// <summary>As many modes as the planes have numbers.</summary>
    public static CosineModes All(Expression planes) => new(planes, null);

    /// <summary>The lowest only, at most so many along each edge.</summary>
    public static CosineModes Lowest(Expression planes, long most) => new(planes, most);

    /// <summary>rows × channels × height × width to rows × channels × modes × modes.</summary>
    public Expression Forward(Expression planes) => Product(down, Product(planes, Turned(across)));

    /// <summary>And back; modes that are not there count as zero.</summary>
    public Expression Inverse(Expression coefficients) => Product(Turned(down), Product(coefficients, across));

    private static Expression Upto(Expression count)
    {
        var graph = count.Graph;
        return graph.Node("Range", graph.Integers(0).Squeeze(0), count.Squeeze(0), graph.Integers(1).Squeeze(0));
    }

    /// <summary>
    /// Modes × places: √(2/n)·cos(π(2x+1)k / 2n), and √(1/n) in row 0. The angle is reduced in whole numbers: m = (2x+1)k modulo 4n is its number of
    /// 2n-ths of π, and cos(πm/2n) = -sin(π/2 · (n - |m - 2n|)/n).
    /// </summary>
    private static Expression Basis(Expression modes, Expression size)
    {
        var graph = size.Graph;
        var mode = modes.Reshape(-1, 1);
        var odd = Upto(size).Times(2).Plus(1);
        var steps = graph.Node("Mod", mode * odd, size.Times(4)).Cast(ElementType.Float32);
        var count = size.Cast(ElementType.Float32);
        var cosine = Paint.Sine((count - (steps - 2f * count).Abs()) / count * (MathF.PI / 2)) * -1f;
        var constant = (1f - mode.Cast(ElementType.Float32)).Max(graph.Scalar(0));
        return ((2f - constant) / count).Sqrt() * cosine;
    }

    private static Expression Turned(Expression matrix) => matrix.Graph.Node("Transpose", [("perm", new long[] { 1, 0 })], matrix);

    private static Expression Product(Expression left, Expression right) => left.Graph.Node("MatMul", left, right);
}
