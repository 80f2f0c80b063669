using Nights.Onnx;
using static TorchSharp.torch;

namespace Nights.DreamSim.Export;

/// <summary>A model's parameters as constants of a graph.</summary>
/// <param name="graph">The graph being built.</param>
/// <param name="tensors">Parameters by their published names.</param>
internal sealed class GraphWeights(GraphBuilder graph, IReadOnlyDictionary<string, Tensor> tensors)
{
    public GraphBuilder Graph => graph;

    public bool Has(string name) => tensors.ContainsKey(name);

    /// <summary>A parameter as it is.</summary>
    public Expression this[string name] => Constant(tensors[name]);

    /// <summary>A constant of any tensor.</summary>
    public Expression Constant(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return graph.Tensor(tensor.detach().cpu().to(ScalarType.Float32).contiguous().data<float>().ToArray(), tensor.shape);
    }

    /// <summary>x Wᵀ + b, on the last axis.</summary>
    public Expression Linear(Expression x, string name)
    {
        using var turned = tensors[name + ".weight"].t();
        return graph.Node("MatMul", x, Constant(turned)) + this[name + ".bias"];
    }

    /// <summary>LayerNorm over the last axis.</summary>
    public Expression Norm(Expression x, string name, double epsilon) =>
        graph.Node("LayerNormalization", [("axis", -1L), ("epsilon", (float)epsilon)], x, this[name + ".weight"], this[name + ".bias"]);
}
