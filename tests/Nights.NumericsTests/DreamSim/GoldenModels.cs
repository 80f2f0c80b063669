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

    /// <summary>Backbones of the manifest whose weights also lie in other files.</summary>
    public static IEnumerable<(string Case, string Weights)> Also =>
        Tiny.GetProperty("backbones").EnumerateArray().Where(backbone => backbone.TryGetProperty("also", out _))
            .SelectMany(backbone => Strings(backbone.GetProperty("also")).Select(file => (backbone.GetProperty("case").GetString()!, file)));

    /// <summary>The model of a case; an ensemble joins several.</summary>
    public static PerceptualModel Build(string @case, bool normalise = false)
    {
        var ensemble = Tiny.GetProperty("ensemble");
        return Build(@case == ensemble.GetProperty("case").GetString() ? Strings(ensemble.GetProperty("of")) : [@case], normalise);
    }

    public static PerceptualModel Build(IReadOnlyList<string> cases, bool normalise = false, Func<BackboneOptions, BackboneOptions>? change = null, Func<ModelOptions, ModelOptions>? model = null)
    {
        var backbones = cases.Select(Backbone).Select(backbone => change?.Invoke(backbone) ?? backbone).ToArray();
        var options = new ModelOptions { Backbones = backbones, Normalise = normalise };
        var built = new PerceptualModel(model?.Invoke(options) ?? options);
        for (var k = 0; k < backbones.Length; k++)
            ModelFolder.LoadPart(built, Golden.DreamSim(""), backbones[k].Weights, ModelFolder.BackbonePrefix(k));
        return built.To(Golden.Device);
    }

    public static string[] Strings(JsonElement array) => [.. array.EnumerateArray().Select(item => item.GetString()!)];

    /// <summary>The tiny CLIP of patch 32, whose weights follow from seed 4.</summary>
    public static PerceptualModel Clip32(bool normalise = false, HeadOptions? head = null, RegressorOptions? regressor = null)
    {
        var options = Backbone("clip_embedding") with { Patch = 32, Weights = "" };
        var model = new PerceptualModel(new ModelOptions { Backbones = [options], Normalise = normalise, Head = head, Regressor = regressor });
        GoldenWeights.Fill(model, ModelFolder.BackbonePrefix(0), seed: 4);
        return model.To(Golden.Device);
    }

    /// <summary>A model of ViT-B/16 backbones whose weights follow from the manifest's seeds.</summary>
    /// <param name="families">As the manifest names the seeds.</param>
    public static PerceptualModel FullSize(params string[] families)
    {
        var seeds = Golden.DreamSimManifest.GetProperty("full_size").GetProperty("seeds");
        var model = new PerceptualModel(new ModelOptions
        {
            Backbones = [.. families.Select(name => JsonSerializer.Deserialize<BackboneFamily>($"\"{name}\"")).Select(family => new BackboneOptions
            {
                Family = family, Patch = 16, Width = 768, Depth = 12, Heads = 12,
                Projection = family == BackboneFamily.Dino ? 0 : 512,
                Feature = family == BackboneFamily.Dino ? Feature.Cls : Feature.Embedding,
            })],
        });
        for (var k = 0; k < families.Length; k++) GoldenWeights.Fill(model, ModelFolder.BackbonePrefix(k), seeds.GetProperty(families[k]).GetInt64());
        return model.To(Golden.Device);
    }

    public static BackboneOptions Backbone(string @case)
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
