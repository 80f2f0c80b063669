using System.Numerics;
using Nights.Domain.Randomness;

namespace Nights.Local.Simulation.Sight;

/// <summary>
/// How much each difference between two pictures matters to one participant. The common weights put the thing before its ground; each
/// participant multiplies them by exp(0.2 N(0, 1)).
/// </summary>
internal sealed record Taste(float Colour, float Ground, float Place, float Size, float Outline, float Texture)
{
    private const double Spread = 0.2;

    /// <summary>Nobody's in particular: the noiseless oracle.</summary>
    public static Taste Common { get; } = new(Colour: 1.0f, Ground: 0.2f, Place: 0.8f, Size: 0.8f, Outline: 1.2f, Texture: 0.4f);

    /// <summary>The taste of one participant.</summary>
    public static Taste Of(SplitMix64 draw) => new(
        Personal(Common.Colour, draw), Personal(Common.Ground, draw), Personal(Common.Place, draw),
        Personal(Common.Size, draw), Personal(Common.Outline, draw), Personal(Common.Texture, draw));

    /// <summary>How unlike two pictures look; 0 for the same picture, about 1 for each plain difference. Symmetric.</summary>
    public float Disagreement(Impression one, Impression other) =>
        Colour * Vector3.Distance(one.Colour, other.Colour) / 25
        + Ground * Vector3.Distance(one.Ground, other.Ground) / 25
        + Place * Vector2.Distance(one.Place, other.Place) / 0.2f
        + Size * MathF.Abs(MathF.Log2(one.Area / other.Area))
        + Outline * (1 - one.Outline.Overlap(other.Outline)) / 0.6f
        + Texture * MathF.Abs(one.Texture - other.Texture) / 10;

    private static float Personal(float weight, SplitMix64 draw) => weight * (float)Math.Exp(Spread * draw.NextNormal());
}
