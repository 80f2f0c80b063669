using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Nights.DreamSim.Checkpoints;
using Nights.DreamSim.Optimisation;
using Parameter = TorchSharp.Modules.Parameter;
using static TorchSharp.torch;

namespace Nights.DreamSim.Training;

/// <summary>
/// A run between two steps as one safetensors file: what is trained, the optimiser's moments, the best epoch, the step. Order of the groups, symmetries and
/// dropout follow from the seed and the step, so nothing else has to be stored.
/// </summary>
internal static class TrainingState
{
    public static byte[] Write(IReadOnlyList<(string Name, Parameter Tensor)> trained, Adam adam, BestEpoch? best, TrainingConfig config, int step)
    {
        var tensors = trained.ToDictionary(p => "weight." + p.Name, p => (Tensor)p.Tensor);
        foreach (var (name, tensor) in adam.State) tensors[name] = tensor;
        foreach (var (name, tensor) in best?.State ?? []) tensors[name] = tensor;
        var metadata = new Dictionary<string, string>
        {
            ["step"] = step.ToString(CultureInfo.InvariantCulture),
            ["updates"] = adam.Updates.ToString(CultureInfo.InvariantCulture),
            ["config"] = Fingerprint(config),
        };
        if (best is not null)
        {
            metadata["bestEpoch"] = best.Epoch.ToString(CultureInfo.InvariantCulture);
            metadata["bestLoss"] = best.Loss.ToString("R", CultureInfo.InvariantCulture);
            metadata["epochsSinceBest"] = best.Since.ToString(CultureInfo.InvariantCulture);
        }

        using var content = new MemoryStream();
        Safetensors.Write(content, tensors, metadata);
        return content.ToArray();
    }

    /// <summary>Puts the state back.</summary>
    /// <returns>Steps done.</returns>
    /// <exception cref="InvalidDataException">The checkpoint belongs to another configuration, or is damaged.</exception>
    public static int Restore(byte[] checkpoint, IReadOnlyList<(string Name, Parameter Tensor)> trained, Adam adam, BestEpoch? best, TrainingConfig config)
    {
        using var stored = Safetensors.Read(new MemoryStream(checkpoint), "The checkpoint");
        if (stored.Metadata.GetValueOrDefault("config") != Fingerprint(config))
            throw new InvalidDataException("The checkpoint is of another training configuration: remove it, or train into another folder.");

        Weights.Fill(trained.Select(p => ("weight." + p.Name, p.Tensor)), stored.Tensors, "The checkpoint");
        adam.Restore(stored.Tensors, Whole("updates"));
        if (stored.Metadata.ContainsKey("bestEpoch") != best is not null)
            throw new InvalidDataException("The checkpoint and the snapshot differ in having a validation split: remove the checkpoint, or train on its snapshot.");
        best?.Restore(stored.Tensors, Whole("bestEpoch"), double.Parse(stored.Metadata["bestLoss"], CultureInfo.InvariantCulture), Whole("epochsSinceBest"));
        return Whole("step");

        int Whole(string name) => int.Parse(stored.Metadata[name], CultureInfo.InvariantCulture);
    }

    private static string Fingerprint(TrainingConfig config) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ModelJson.Text(config))));
}
