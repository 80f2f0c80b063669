using System.Text.Json.Serialization;

namespace Nights.DreamSim.Backbones;

/// <summary>Where a vision transformer comes from, which decides its small differences: what is not said in <c>model.json</c> is taken from here.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BackboneFamily>))]
public enum BackboneFamily
{
    /// <summary>LayerNorm eps 1e-6, exact GELU, no norm before the blocks; ImageNet's means.</summary>
    [JsonStringEnumMemberName("dino")] Dino,

    /// <summary>OpenAI's: LayerNorm eps 1e-5, x·σ(1.702 x), a norm before the blocks, means of its own.</summary>
    [JsonStringEnumMemberName("clip")] Clip,

    /// <summary>As CLIP, with exact GELU.</summary>
    [JsonStringEnumMemberName("open_clip")] OpenClip,

    /// <summary>As DINO, with a learnt scale after attention and perceptron (<c>ls1</c>, <c>ls2</c>); patch 14, published for 518 pixels.</summary>
    [JsonStringEnumMemberName("dinov2")] DinoV2,

    /// <summary>As DINO.</summary>
    [JsonStringEnumMemberName("synclr")] SynClr,

    /// <summary>The encoder of a masked autoencoder: as DINO.</summary>
    [JsonStringEnumMemberName("mae")] Mae,
}

/// <summary>What a family decides.</summary>
internal static class BackboneFamilies
{
    private static readonly double[] ImageNetMean = [0.485, 0.456, 0.406];
    private static readonly double[] ImageNetStd = [0.229, 0.224, 0.225];
    private static readonly double[] ClipMean = [0.48145466, 0.4578275, 0.40821073];
    private static readonly double[] ClipStd = [0.26862954, 0.26130258, 0.27577711];

    /// <summary>A norm before the blocks, and possibly a projection after them.</summary>
    public static bool IsClip(this BackboneFamily family) => family is BackboneFamily.Clip or BackboneFamily.OpenClip;

    public static double NormEpsilon(this BackboneFamily family) => family.IsClip() ? 1e-5 : 1e-6;

    public static double[] Mean(this BackboneFamily family) => family.IsClip() ? ClipMean : ImageNetMean;

    public static double[] Std(this BackboneFamily family) => family.IsClip() ? ClipStd : ImageNetStd;

    /// <summary>As <c>model.json</c> spells it.</summary>
    public static string Spelled(this BackboneFamily family) => family switch
    {
        BackboneFamily.Dino => "dino",
        BackboneFamily.Clip => "clip",
        BackboneFamily.OpenClip => "open_clip",
        BackboneFamily.DinoV2 => "dinov2",
        BackboneFamily.SynClr => "synclr",
        BackboneFamily.Mae => "mae",
        _ => throw new ArgumentOutOfRangeException(nameof(family), family, "Not a known family."),
    };
}
