using System.Numerics;

namespace Nights.Local.Simulation.Sight;

/// <summary>The thing in a picture: the largest connected region that differs from the ground.</summary>
internal static class ForegroundMask
{
    /// <summary>Lab distance from the ground beyond which a pixel belongs to a thing.</summary>
    private const float Differs = 12;

    /// <summary>64 × 64 pixels, true inside; all false when nothing differs. Regions are connected over edges, not corners.</summary>
    public static bool[] Of(LabPicture picture, Background ground)
    {
        var open = new bool[LabPicture.Edge * LabPicture.Edge];
        for (var y = 0; y < LabPicture.Edge; y++)
        {
            var colour = ground.At(y);
            for (var x = 0; x < LabPicture.Edge; x++) open[y * LabPicture.Edge + x] = Vector3.DistanceSquared(picture[x, y], colour) > Differs * Differs;
        }

        List<int> largest = [];
        for (var start = 0; start < open.Length; start++)
        {
            if (!open[start]) continue;
            var region = Flood(open, start);
            if (region.Count > largest.Count) largest = region;
        }

        var mask = new bool[open.Length];
        foreach (var pixel in largest) mask[pixel] = true;
        return mask;
    }

    /// <summary>The region around a pixel, which is closed as it is visited.</summary>
    private static List<int> Flood(bool[] open, int start)
    {
        List<int> region = [start];
        open[start] = false;
        for (var next = 0; next < region.Count; next++)
        {
            var pixel = region[next];
            var x = pixel % LabPicture.Edge;
            if (x > 0) Visit(pixel - 1);
            if (x < LabPicture.Edge - 1) Visit(pixel + 1);
            if (pixel >= LabPicture.Edge) Visit(pixel - LabPicture.Edge);
            if (pixel < open.Length - LabPicture.Edge) Visit(pixel + LabPicture.Edge);
        }

        return region;

        void Visit(int pixel)
        {
            if (!open[pixel]) return;
            open[pixel] = false;
            region.Add(pixel);
        }
    }
}
