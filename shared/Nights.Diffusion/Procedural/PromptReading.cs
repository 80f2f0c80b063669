using Nights.Onnx;

namespace Nights.Diffusion.Procedural;

/// <summary>What the prompt asks for, inside the denoiser: the sum of its tokens' vectors, each result of shape rows × n × 1 × 1.</summary>
internal sealed class PromptReading
{
    /// <summary>Less than a prompt ever says a word, unless it was blended away.</summary>
    private const float Faint = 1e-3f;

    private readonly Expression sum;

    public PromptReading(Expression tokens)
    {
        var graph = tokens.Graph;
        sum = graph.Node("ReduceSum", [("keepdims", 0L)], tokens, graph.Integers(1)).Unsqueeze(2, 3);
    }

    /// <summary>1 where the prompt says anything, 0 for the empty prompt: guidance is measured from nothing at all.</summary>
    public Expression Gate => Range(SceneVector.Content, 1).Clip(0, 1);

    /// <summary>A number in [0, 1) that belongs to the thing named.</summary>
    public Expression Own(int phase) => Range(SceneVector.Identity + phase, 1);

    /// <summary>Weights of the thing's own pattern.</summary>
    public Expression OwnPattern => Range(SceneVector.OwnPattern, SceneVector.Patterns);

    /// <summary>What words say in a slot, or what is given where they say nothing; between the two as far as a blended prompt says it.</summary>
    public Expression Or(int slot, int values, Expression otherwise)
    {
        var said = Range(slot, 1);
        var mean = Range(slot + 1, values) / said.Max(said.Graph.Scalar(Faint));
        return otherwise + said.Clip(0, 1) * (mean - otherwise);
    }

    private Expression Range(int start, int count) => sum.Slice(1, start, start + count);
}
