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
    /// <exception cref="InvalidDataException">A parameter is missing or has another shape.</exception>
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
            using var values = tensor.to(parameter.dtype, parameter.device);
            parameter.copy_(values);
        }
    }
}
