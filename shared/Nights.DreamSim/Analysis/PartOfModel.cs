using Nights.DreamSim.Checkpoints;
using static TorchSharp.torch;

namespace Nights.DreamSim.Analysis;

/// <summary>Some backbones of an ensemble as a metric of their own: what each of them decides.</summary>
public static class PartOfModel
{
    /// <summary>A copy with these backbones only, adapters merged, without regressor; on the CPU, owned by the caller.</summary>
    /// <param name="merged">Without adapters or with them merged, and without a head: a head is made for all backbones together.</param>
    /// <param name="backbones">Indexes of the backbones to keep, in order; at least one.</param>
    /// <exception cref="ArgumentException">The model has a head.</exception>
    public static PerceptualModel Of(PerceptualModel merged, IReadOnlyList<int> backbones)
    {
        if (merged.Options.Head is not null) throw new ArgumentException("A model with a head cannot be taken apart: the head joins its backbones.", nameof(merged));

        var part = new PerceptualModel(merged.Options with { Backbones = [.. backbones.Select(k => merged.Options.Backbones[k])], Regressor = null });
        var known = merged.Parameters.ToDictionary(p => p.Name, p => (Tensor)p.Tensor, StringComparer.Ordinal);
        var source = backbones.SelectMany((k, place) => known.Where(p => p.Key.StartsWith(ModelFolder.BackbonePrefix(k), StringComparison.Ordinal))
            .Select(p => (Name: ModelFolder.BackbonePrefix(place) + p.Key[ModelFolder.BackbonePrefix(k).Length..], p.Value)));
        Weights.Fill(part.Parameters, source.ToDictionary(p => p.Name, p => p.Value, StringComparer.Ordinal), "The model");
        return part;
    }

    /// <summary>Each backbone alone, and of three or more all but each; empty where there is nothing to take apart.</summary>
    public static IReadOnlyList<(string Name, int[] Backbones)> Cuts(ModelOptions model)
    {
        var count = model.Backbones.Count;
        if (count < 2 || model.Head is not null) return [];
        var all = Enumerable.Range(0, count).ToArray();
        return
        [
            .. all.Select(k => ($"{Name(k)} alone", new[] { k })),
            .. count < 3 ? [] : all.Select(k => ($"without {Name(k)}", all.Where(other => other != k).ToArray())),
        ];

        string Name(int k) => $"{k + 1} {model.Backbones[k].Family.ToString().ToLowerInvariant()}/{model.Backbones[k].Patch}";
    }
}
