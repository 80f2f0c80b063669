using System.Globalization;

namespace Nights.Onnx;

/// <summary>
/// Builds an ONNX file from expressions. Only protobuf varints and length-delimited fields are involved, so the format is written by hand: no
/// dependency, and the same calls give the same bytes. Field numbers are those of onnx.proto3.
/// </summary>
/// <param name="name">Name of the graph.</param>
/// <param name="opset">Version of the operators, 13 to 18.</param>
public sealed class GraphBuilder(string name, int opset = 17)
{
    private readonly ProtobufWriter nodes = new();
    private readonly List<Initializer> constants = [];
    private readonly ProtobufWriter inputs = new();
    private readonly ProtobufWriter outputs = new();
    private readonly Dictionary<string, Expression> shared = [];
    private int tensors;

    /// <summary>Who wrote the file, in the file.</summary>
    public string Producer { get; init; } = "nights-procedural";

    /// <summary>An input of the graph. Dimensions are numbers, or names for those that vary.</summary>
    public Expression Input(string input, ElementType type, params object[] dimensions)
    {
        inputs.Message(11, ValueInfo(input, type, dimensions));
        return new Expression(this, input);
    }

    /// <summary>Makes an expression an output of the graph.</summary>
    public void Output(Expression value, string output, ElementType type, params object[] dimensions)
    {
        AddNode("Identity", [], [value], output);
        outputs.Message(12, ValueInfo(output, type, dimensions));
    }

    public Expression Node(string operation, params Expression[] arguments) => Node(operation, [], arguments);

    /// <summary>In the place of an optional argument that is not given.</summary>
    public Expression Absent => new(this, "");

    /// <summary>Adds a node of one output. Attribute values: long, float, string, long[] or float[].</summary>
    public Expression Node(string operation, (string Name, object Value)[] attributes, params Expression[] arguments)
    {
        var output = NextName();
        AddNode(operation, attributes, arguments, output);
        return new Expression(this, output);
    }

    /// <summary>A constant of no dimensions.</summary>
    public Expression Scalar(float value) =>
        Shared($"f{BitConverter.SingleToUInt32Bits(value)}", () => Constant(new[] { value }, []));

    /// <summary>A whole number of no dimensions, as an index is.</summary>
    public Expression Index(long value) => Shared($"s{value}", () => Constant(new[] { value }, []));

    /// <summary>A constant vector of int64, as shapes and axes are.</summary>
    public Expression Integers(params long[] values) =>
        Shared($"i{string.Join(',', values)}", () => Constant(values, [values.Length]));

    public Expression Tensor(float[] values, params long[] shape) => Constant(values, shape);

    /// <summary>A constant of float[], Half[], int[], long[] or bool[], row-major. The array is written as it then is: it is not copied.</summary>
    public Expression Tensor(Array values, params long[] shape)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(shape);
        return Constant(values, shape);
    }

    public Expression Concat(int axis, params Expression[] parts) => Node("Concat", [("axis", (long)axis)], parts);

    public Expression Gather(Expression values, Expression indices, int axis) => Node("Gather", [("axis", (long)axis)], values, indices);

    /// <summary>ReduceMax, ReduceMean and their like; the axes became an argument in opset 18, for ReduceSum in 13.</summary>
    public Expression Reduce(string operation, Expression value, bool keep, params long[] axes) => opset >= 18 || operation == "ReduceSum"
        ? Node(operation, [("keepdims", keep ? 1L : 0L)], value, Integers(axes))
        : Node(operation, [("axes", axes), ("keepdims", keep ? 1L : 0L)], value);

    /// <summary>Mean over a square window; at stride 1 the border takes the mean of what is inside.</summary>
    public Expression AveragePool(Expression value, int window, int stride = 1)
    {
        var pad = stride == 1 ? window / 2 : 0;
        return Node("AveragePool",
            [("kernel_shape", new long[] { window, window }), ("strides", new long[] { stride, stride }),
             ("pads", new long[] { pad, pad, pad, pad }), ("count_include_pad", 0L)],
            value);
    }

    /// <summary>The ONNX file, weights and all.</summary>
    public byte[] ToModel()
    {
        using var model = new MemoryStream();
        Writer().Write(model, weights: null, () => Stream.Null);
        return model.ToArray();
    }

    /// <summary>Writes the ONNX file, and the one beside it when weights are to go elsewhere and any is large enough.</summary>
    public void Write(string path, ExternalWeights? weights = null)
    {
        using var model = File.Create(path);
        Writer().Write(model, weights, () => File.Create(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, weights!.FileName)));
    }

    private ModelWriter Writer() =>
        new([.. nodes.Written, .. new ProtobufWriter().Text(2, name).Written], constants, [.. inputs.Written, .. outputs.Written], opset, Producer);

    private void AddNode(string operation, (string Name, object Value)[] attributes, Expression[] arguments, string output)
    {
        var node = new ProtobufWriter();
        foreach (var argument in arguments)
            node.Text(1, argument.Name);
        node.Text(2, output).Text(3, $"{operation}_{output}").Text(4, operation);
        foreach (var (attribute, value) in attributes)
            node.Message(5, Attribute(attribute, value));
        nodes.Message(1, node);
    }

    private static ProtobufWriter Attribute(string name, object value)
    {
        var attribute = new ProtobufWriter().Text(1, name);
        switch (value)
        {
            case long integer: return attribute.Integer(3, integer).Integer(20, 2);
            case float real: return attribute.Float(2, real).Integer(20, 1);
            case string text: return attribute.Text(4, text).Integer(20, 3);
            case long[] integers:
                foreach (var integer in integers)
                    attribute.Integer(8, integer);
                return attribute.Integer(20, 7);
            case float[] reals:
                foreach (var real in reals)
                    attribute.Float(7, real);
                return attribute.Integer(20, 6);
            default: throw new ArgumentException($"Attribute '{name}' is a {value.GetType().Name}; long, float, string, long[] and float[] are known.", nameof(value));
        }
    }

    private static ProtobufWriter ValueInfo(string name, ElementType type, object[] dimensions)
    {
        var shape = new ProtobufWriter();
        foreach (var dimension in dimensions)
            shape.Message(1, dimension is string symbol
                ? new ProtobufWriter().Text(2, symbol)
                : new ProtobufWriter().Integer(1, Convert.ToInt64(dimension, CultureInfo.InvariantCulture)));
        var tensor = new ProtobufWriter().Integer(1, (long)type).Message(2, shape);
        return new ProtobufWriter().Text(1, name).Message(2, new ProtobufWriter().Message(1, tensor));
    }

    private Expression Constant(Array values, long[] shape)
    {
        var count = shape.Aggregate(1L, (product, dimension) => product * dimension);
        if (count != values.Length)
            throw new ArgumentException($"{values.Length} values were given for a tensor of {string.Join(" × ", shape)}, which has {count}.", nameof(values));
        var constant = NextName();
        constants.Add(Initializer.Of(constant, values, shape));
        return new Expression(this, constant);
    }

    private Expression Shared(string key, Func<Expression> create)
    {
        if (!shared.TryGetValue(key, out var constant))
            shared[key] = constant = create();
        return constant;
    }

    private string NextName() => $"v{tensors++}";
}
