using System.Globalization;
using System.Runtime.InteropServices;

namespace Nights.Diffusion.Onnx;

/// <summary>
/// Builds an ONNX file (opset 17) from expressions. Only protobuf varints and length-delimited fields are involved, so the format is
/// written by hand: no dependency, and the same calls give the same bytes. Field numbers are those of onnx.proto3.
/// </summary>
public sealed class GraphBuilder(string name)
{
    private const int IrVersion = 8;
    private const int Opset = 17;
    private readonly ProtobufWriter nodes = new();
    private readonly ProtobufWriter constants = new();
    private readonly ProtobufWriter inputs = new();
    private readonly ProtobufWriter outputs = new();
    private readonly Dictionary<string, Expression> shared = [];
    private int tensors;

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

    /// <summary>Adds a node of one output. Attribute values: long, float, string or long[].</summary>
    public Expression Node(string operation, (string Name, object Value)[] attributes, params Expression[] arguments)
    {
        var output = NextName();
        AddNode(operation, attributes, arguments, output);
        return new Expression(this, output);
    }

    /// <summary>A constant of no dimensions.</summary>
    public Expression Scalar(float value) =>
        Shared($"f{BitConverter.SingleToUInt32Bits(value)}", () => Constant(ElementType.Float32, MemoryMarshal.AsBytes<float>([value]), []));

    /// <summary>A constant vector of int64, as shapes and axes are.</summary>
    public Expression Integers(params long[] values) =>
        Shared($"i{string.Join(',', values)}", () => Constant(ElementType.Int64, MemoryMarshal.AsBytes<long>(values), [values.Length]));

    public Expression Tensor(float[] values, params long[] shape) => Constant(ElementType.Float32, MemoryMarshal.AsBytes<float>(values), shape);

    public Expression Concat(int axis, params Expression[] parts) => Node("Concat", [("axis", (long)axis)], parts);

    public Expression Gather(Expression values, Expression indices, int axis) => Node("Gather", [("axis", (long)axis)], values, indices);

    /// <summary>Mean over a square window; at stride 1 the border takes the mean of what is inside.</summary>
    public Expression AveragePool(Expression value, int window, int stride = 1)
    {
        var pad = stride == 1 ? window / 2 : 0;
        return Node("AveragePool",
            [("kernel_shape", new long[] { window, window }), ("strides", new long[] { stride, stride }),
             ("pads", new long[] { pad, pad, pad, pad }), ("count_include_pad", 0L)],
            value);
    }

    /// <summary>The ONNX file.</summary>
    public byte[] ToModel()
    {
        byte[] graph = [.. nodes.ToArray(), .. new ProtobufWriter().Text(2, name).ToArray(), .. constants.ToArray(), .. inputs.ToArray(), .. outputs.ToArray()];
        return new ProtobufWriter()
            .Integer(1, IrVersion)
            .Text(2, "nights-procedural")
            .Bytes(7, graph)
            .Message(8, new ProtobufWriter().Text(1, "").Integer(2, Opset))
            .ToArray();
    }

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
            default: throw new ArgumentException($"Attribute '{name}' is a {value.GetType().Name}; long, float, string and long[] are known.", nameof(value));
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

    private Expression Constant(ElementType type, ReadOnlySpan<byte> raw, long[] shape)
    {
        var constant = NextName();
        var tensor = new ProtobufWriter();
        foreach (var dimension in shape)
            tensor.Integer(1, dimension);
        constants.Message(5, tensor.Integer(2, (long)type).Text(8, constant).Bytes(9, raw));
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
