namespace Nights.Onnx;

/// <summary>A tensor inside a graph being built; arithmetic on it adds nodes. Numbers become scalar constants that broadcast.</summary>
public readonly record struct Expression(GraphBuilder Graph, string Name)
{
    public static Expression operator +(Expression left, Expression right) => left.Graph.Node("Add", left, right);
    public static Expression operator -(Expression left, Expression right) => left.Graph.Node("Sub", left, right);
    public static Expression operator *(Expression left, Expression right) => left.Graph.Node("Mul", left, right);
    public static Expression operator /(Expression left, Expression right) => left.Graph.Node("Div", left, right);
    public static Expression operator +(Expression left, float right) => left + left.Graph.Scalar(right);
    public static Expression operator +(float left, Expression right) => right.Graph.Scalar(left) + right;
    public static Expression operator -(Expression left, float right) => left - left.Graph.Scalar(right);
    public static Expression operator -(float left, Expression right) => right.Graph.Scalar(left) - right;
    public static Expression operator *(Expression left, float right) => left * left.Graph.Scalar(right);
    public static Expression operator *(float left, Expression right) => right.Graph.Scalar(left) * right;
    public static Expression operator /(Expression left, float right) => left / left.Graph.Scalar(right);
    public static Expression operator /(float left, Expression right) => right.Graph.Scalar(left) / right;

    /// <summary>An int64 expression and a whole number; the operators take numbers as float.</summary>
    public Expression Plus(long number) => this + Graph.Integers(number);

    public Expression Times(long number) => this * Graph.Integers(number);

    /// <summary>Elements [start, end) along one axis.</summary>
    public Expression Slice(int axis, long start, long end) =>
        Graph.Node("Slice", this, Graph.Integers(start), Graph.Integers(end), Graph.Integers(axis));

    public Expression Unsqueeze(params long[] axes) => Graph.Node("Unsqueeze", this, Graph.Integers(axes));

    public Expression Squeeze(params long[] axes) => Graph.Node("Squeeze", this, Graph.Integers(axes));

    public Expression Reshape(params long[] shape) => Graph.Node("Reshape", this, Graph.Integers(shape));

    public Expression Cast(ElementType type) => Graph.Node("Cast", [("to", (long)type)], this);

    public Expression Clip(float low, float high) => Graph.Node("Clip", this, Graph.Scalar(low), Graph.Scalar(high));

    public Expression Sqrt() => Graph.Node("Sqrt", this);

    public Expression Abs() => Graph.Node("Abs", this);

    public Expression Floor() => Graph.Node("Floor", this);

    public Expression Sigmoid() => Graph.Node("Sigmoid", this);

    public Expression Sin() => Graph.Node("Sin", this);

    public Expression Max(Expression other) => Graph.Node("Max", this, other);

    public Expression Min(Expression other) => Graph.Node("Min", this, other);
}
