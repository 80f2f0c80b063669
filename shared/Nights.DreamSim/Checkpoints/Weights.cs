using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Nights.DreamSim.Checkpoints;

/// <summary>Copies named tensors into a model's parameters.</summary>
internal static class Weights
{
    /// <summary>Fills every parameter; what the source holds beyond them (a training head, say) is ignored.</summary>
    /// <param name="parameters">Parameters under the source's names.</param>
    /// <param name="source">Tensors by name.</param>
    /// <param name="name">The source, for error messages.</param>
    /// <exception cref="InvalidDataException">A parameter is missing, has another shape, or holds what is no number.</exception>
    public static void Fill(IEnumerable<(string Name, Parameter Tensor)> parameters, IReadOnlyDictionary<string, Tensor> source, string name)
    {
        using var frozen = no_grad();
        foreach (var (key, parameter) in parameters)
        {
            if (!source.TryGetValue(key, out var tensor))
                throw new InvalidDataException($"{name} has no tensor '{key}': these are the weights of another model.");
            if (!tensor.shape.AsSpan().SequenceEqual(parameter.shape))
                throw new InvalidDataException(
                    $"Tensor '{key}' of {name} has the shape [{string.Join(", ", tensor.shape)}]; the model needs [{string.Join(", ", parameter.shape)}].");
            using var scope = NewDisposeScope();
            var values = tensor.to(parameter.dtype, parameter.device);
            var broken = values.numel() - values.isfinite().sum().item<long>();
            if (broken > 0)
                throw new InvalidDataException($"Tensor '{key}' of {name} has {broken} of {values.numel()} values that are no finite numbers: the file is damaged, or its training failed.");
            parameter.copy_(values);
        }
    }
}
