using Nights.Onnx;

namespace Nights.Diffusion.Procedural;

/// <summary>Coordinates of every latent: y from -1 to 1 downwards, x likewise but in the unit of y, so that circles are round in any format.</summary>
internal sealed record Grid(Expression X, Expression Y, Expression Aspect, Expression Height)
{
    public static Grid Of(Expression latents)
    {
        var graph = latents.Graph;
        var shape = graph.Node("Shape", latents);
        var (height, width) = (Size(2), Size(3));
        var aspect = width / height;
        return new Grid(Line(width, 0, 1, 2) * aspect, Line(height, 0, 1, 3), aspect, height);

        Expression Size(int axis) => shape.Slice(0, axis, axis + 1).Squeeze(0).Cast(ElementType.Float32);
        Expression Line(Expression count, params long[] axes) =>
            ((graph.Node("Range", graph.Scalar(0), count, graph.Scalar(1)) + 0.5f) / count * 2f - 1f).Unsqueeze(axes);
    }
}
