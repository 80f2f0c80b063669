using TorchSharp.Modules;

namespace Nights.DreamSim.Baselines;

/// <summary>Weights must be numbers: a single NaN makes every distance NaN, which no comparison notices.</summary>
internal static class FiniteWeights
{
    /// <exception cref="InvalidDataException">Some weight is infinite or not a number.</exception>
    public static void Require(IEnumerable<(string Name, Parameter Tensor)> parameters, string name)
    {
        foreach (var (key, parameter) in parameters)
        {
            using var finite = parameter.isfinite();
            using var all = finite.all();
            if (!all.item<bool>()) throw new InvalidDataException($"Tensor '{key}' of {name} holds infinite numbers or NaN: the file is damaged.");
        }
    }
}
