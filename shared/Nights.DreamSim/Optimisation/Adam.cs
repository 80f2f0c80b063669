using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Nights.DreamSim.Optimisation;

/// <summary>Adam with decoupled weight decay, whose whole state has names and can be stored.</summary>
/// <remarks>
/// Source: Kingma and Ba, arXiv:1412.6980; Loshchilov and Hutter, arXiv:1711.05101. Checked against torch 1.13.1: three steps within 1e-6.
/// </remarks>
public sealed class Adam : IDisposable
{
    private readonly AdamOptions options;
    private readonly List<(string Name, Parameter Tensor, Tensor Mean, Tensor Square)> slots = [];

    /// <param name="parameters">What is trained, under stable names.</param>
    /// <param name="options">Betas, epsilon, decay, updates per step.</param>
    public Adam(IEnumerable<(string Name, Parameter Tensor)> parameters, AdamOptions options)
    {
        options.Validate();
        this.options = options;
        foreach (var (name, tensor) in parameters)
            slots.Add((name, tensor, zeros_like(tensor).requires_grad_(false), zeros_like(tensor).requires_grad_(false)));
    }

    /// <summary>Updates made so far; more than steps when one step makes several.</summary>
    public int Updates { get; private set; }

    /// <summary>First and second moments, as <c>mean.NAME</c> and <c>square.NAME</c>. They belong to the optimiser.</summary>
    public IEnumerable<(string Name, Tensor Tensor)> State =>
        slots.SelectMany(slot => new[] { ("mean." + slot.Name, slot.Mean), ("square." + slot.Name, slot.Square) });

    /// <summary>Applies the gradients and clears them.</summary>
    /// <param name="learningRate">Of this step.</param>
    public void Step(double learningRate)
    {
        using var frozen = no_grad();
        for (var update = 0; update < options.UpdatesPerStep; update++)
        {
            Updates++;
            var correction1 = 1 - Math.Pow(options.Beta1, Updates);
            var correction2 = Math.Sqrt(1 - Math.Pow(options.Beta2, Updates));
            foreach (var (_, tensor, mean, square) in slots)
            {
                using var scope = NewDisposeScope();
                if (tensor.grad is not { } gradient) continue;
                if (options.WeightDecay > 0) tensor.mul_(1 - learningRate * options.WeightDecay);
                mean.mul_(options.Beta1).add_(gradient, alpha: 1 - options.Beta1);
                square.mul_(options.Beta2).addcmul_(gradient, gradient, 1 - options.Beta2);
                var denominator = square.sqrt().div_(correction2).add_(options.Epsilon);
                tensor.addcdiv_(mean, denominator, -learningRate / correction1);
            }
        }

        foreach (var slot in slots) slot.Tensor.grad?.zero_();
    }

    /// <summary>Restores the moments and the count of updates.</summary>
    /// <exception cref="InvalidDataException">A moment is missing.</exception>
    public void Restore(IReadOnlyDictionary<string, Tensor> state, int updates)
    {
        using var frozen = no_grad();
        foreach (var (name, tensor) in State)
        {
            if (!state.TryGetValue(name, out var stored)) throw new InvalidDataException($"The checkpoint has no optimiser state '{name}'.");
            tensor.copy_(stored);
        }

        Updates = updates;
    }

    public void Dispose()
    {
        foreach (var slot in slots)
        {
            slot.Mean.Dispose();
            slot.Square.Dispose();
        }
    }
}
