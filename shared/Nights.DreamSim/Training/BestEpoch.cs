using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Nights.DreamSim.Training;

/// <summary>The epoch with the lowest validation loss so far, with a copy of what had been learnt by its end. Of equal losses the first counts.</summary>
internal sealed class BestEpoch : IDisposable
{
    private readonly IReadOnlyList<(string Name, Parameter Tensor)> trained;
    private readonly List<Tensor> copies;

    public BestEpoch(IReadOnlyList<(string Name, Parameter Tensor)> trained)
    {
        this.trained = trained;
        using var frozen = no_grad();
        copies = [.. trained.Select(p => p.Tensor.clone())];
    }

    /// <summary>From 1; 0 before the first validation.</summary>
    public int Epoch { get; private set; }

    /// <summary>Its validation loss.</summary>
    public double Loss { get; private set; } = double.PositiveInfinity;

    /// <summary>Epochs since without a lower loss.</summary>
    public int Since { get; private set; }

    /// <summary>The copies, as <c>best.NAME</c>. They belong to this.</summary>
    public IEnumerable<(string Name, Tensor Tensor)> State => trained.Zip(copies, (p, copy) => ("best." + p.Name, copy));

    /// <summary>Takes an epoch's validation loss; keeps what is learnt when it is the lowest.</summary>
    /// <returns>Whether it is.</returns>
    public bool Take(int epoch, double loss)
    {
        if (!(loss < Loss))
        {
            Since++;
            return false;
        }

        (Epoch, Loss, Since) = (epoch, loss, 0);
        using var frozen = no_grad();
        foreach (var (p, copy) in trained.Zip(copies)) copy.copy_(p.Tensor);
        return true;
    }

    /// <summary>Puts the best epoch's values back into what learns.</summary>
    public void PutBack()
    {
        if (Epoch == 0) return;
        using var frozen = no_grad();
        foreach (var (p, copy) in trained.Zip(copies)) p.Tensor.copy_(copy);
    }

    /// <summary>Restores all of it from a checkpoint.</summary>
    /// <exception cref="InvalidDataException">A copy is missing.</exception>
    public void Restore(IReadOnlyDictionary<string, Tensor> state, int epoch, double loss, int since)
    {
        using var frozen = no_grad();
        foreach (var (name, copy) in State)
        {
            if (!state.TryGetValue(name, out var stored)) throw new InvalidDataException($"The checkpoint has no copy '{name}' of the best epoch.");
            copy.copy_(stored);
        }

        (Epoch, Loss, Since) = (epoch, loss, since);
    }

    public void Dispose()
    {
        foreach (var copy in copies) copy.Dispose();
    }
}
