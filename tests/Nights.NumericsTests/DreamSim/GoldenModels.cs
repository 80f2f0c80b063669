using System.Text.Json;
using Nights.DreamSim;
using Nights.DreamSim.Backbones;
using Nights.DreamSim.Checkpoints;

namespace Nights.NumericsTests.DreamSim;

/// <summary>Builds the tiny models that the manifest describes.</summary>
internal static class GoldenModels
{
    private static JsonElement Tiny => Golden.DreamSimManifest.GetProperty("tiny");

    public static IEnumerable<string> Cases =>
        Tiny.GetProperty("backbones").EnumerateArray().Select(backbone => backbone.GetProperty("case").GetString()!)
            .Append(Tiny.GetProperty("ensemble").GetProperty("case").GetString()!);

    /// <summary>The model of a case; an ensemble joins several.</summary>
    public static PerceptualModel Build(string @case, bool normalise = false)
    {
        var ensemble = Tiny.GetProperty("ensemble");
        return Build(@case == ensemble.GetProperty("case").GetString() ? Strings(ensemble.GetProperty("of")) : [@case], normalise);
    }

    public static PerceptualModel Build(IReadOnlyList<string> cases, bool normalise = false, Func<BackboneOptions, BackboneOptions>? change = null)
    {
        var backbones = cases.Select(Backbone).Select(backbone => change?.Invoke(backbone) ?? backbone).ToArray();
        var model = new PerceptualModel(new ModelOptions { Backbones = backbones, Normalise = normalise });
        for (var k = 0; k < backbones.Length; k++)
            ModelFolder.LoadPart(model, Golden.DreamSim(""), backbones[k].Weights, ModelFolder.BackbonePrefix(k));
        return model.To(Golden.Device);
    }

    public static string[] Strings(JsonElement array) => [.. array.EnumerateArray().Select(item => item.GetString()!)];

    private static BackboneOptions Backbone(string @case)
    {
        var backbone = Tiny.GetProperty("backbones").EnumerateArray().Single(b => b.GetProperty("case").GetString() == @case);
        var family = JsonSerializer.Deserialize<BackboneFamily>(backbone.GetProperty("family").GetRawText());
        return new BackboneOptions
        {
            Family = family,
            Patch = backbone.GetProperty("patch").GetInt32(),
            Feature = JsonSerializer.Deserialize<Feature>(backbone.GetProperty("feature").GetRawText()),
            Weights = backbone.GetProperty("weights").GetString()!,
            Width = Tiny.GetProperty("width").GetInt32(),
            Depth = Tiny.GetProperty("depth").GetInt32(),
            Heads = Tiny.GetProperty("heads").GetInt32(),
            ImageSize = Tiny.GetProperty("image_size").GetInt32(),
            Projection = family == BackboneFamily.Dino ? 0 : Tiny.GetProperty("projection").GetInt32(),
        };
    }
}
