using System.Numerics;
using Nights.Imaging;

namespace Nights.Local.Simulation.Sight;

/// <summary>What a participant sees at a glance: a thing of some colour, place, size, outline and texture, on a ground.</summary>
internal sealed record Impression
{
    /// <summary>Mean L*a*b* of the thing; the ground's where there is no thing.</summary>
    public required Vector3 Colour { get; init; }

    /// <summary>L*a*b* of the ground in the middle row.</summary>
    public required Vector3 Ground { get; init; }

    /// <summary>Centroid as a share of the edge, 0 to 1.</summary>
    public required Vector2 Place { get; init; }

    /// <summary>Share of the picture that the thing covers; never below one pixel of 4096.</summary>
    public required float Area { get; init; }

    public required Silhouette Outline { get; init; }

    /// <summary>Root mean square Lab distance of the thing's pixels from its colour.</summary>
    public required float Texture { get; init; }

    /// <summary>Looks at a picture of any size.</summary>
    public static Impression Of(PixelImage picture)
    {
        var lab = LabPicture.Of(picture);
        var ground = Background.Of(lab);
        var mask = ForegroundMask.Of(lab, ground);
        var (area, place, colour) = (0, Vector2.Zero, Vector3.Zero);
        for (var i = 0; i < mask.Length; i++)
        {
            if (!mask[i]) continue;
            area++;
            place += new Vector2(i % LabPicture.Edge, i / LabPicture.Edge);
            colour += lab.Pixels[i];
        }

        (place, colour) = area == 0 ? (new Vector2((LabPicture.Edge - 1) / 2f), ground.Middle) : (place / area, colour / area);
        return new Impression
        {
            Colour = colour,
            Ground = ground.Middle,
            Place = place / (LabPicture.Edge - 1),
            Area = Math.Max(1, area) / (float)mask.Length,
            Outline = new Silhouette(mask, place, area),
            Texture = Roughness(lab, mask, colour, area),
        };
    }

    private static float Roughness(LabPicture lab, bool[] mask, Vector3 colour, int area)
    {
        var sum = 0f;
        for (var i = 0; i < mask.Length; i++) if (mask[i]) sum += Vector3.DistanceSquared(lab.Pixels[i], colour);
        return area == 0 ? 0 : MathF.Sqrt(sum / area);
    }
}
