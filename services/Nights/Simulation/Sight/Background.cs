using System.Numerics;

namespace Nights.Local.Simulation.Sight;

/// <summary>
/// The ground a thing stands on: a straight line in y for each of L*, a* and b*, fitted to the border ring. An object that reaches over the border
/// does not bend it: the fit is repeated without the pixels far from the line before.
/// </summary>
internal readonly record struct Background(Vector3 Top, Vector3 Slope)
{
    private const int Ring = 3;
    private const int Fits = 4;
    private const float FarInMedians = 2.5f;

    /// <summary>Half of a just visible difference: pixels this close to the line always count.</summary>
    private const float AlwaysNear = 1;

    /// <summary>Colour of the ground in row y.</summary>
    public Vector3 At(int y) => Top + Slope * y;

    /// <summary>Colour of the ground in the middle of the picture.</summary>
    public Vector3 Middle => At(LabPicture.Edge / 2);

    public static Background Of(LabPicture picture)
    {
        var ring = new List<(int Y, Vector3 Colour)>();
        for (var y = 0; y < LabPicture.Edge; y++)
        {
            var whole = y < Ring || y >= LabPicture.Edge - Ring;
            for (var x = 0; x < LabPicture.Edge; x = x + 1 == Ring && !whole ? LabPicture.Edge - Ring : x + 1) ring.Add((y, picture[x, y]));
        }

        var near = ring;
        var line = Fit(near);
        for (var fit = 1; fit < Fits; fit++)
        {
            var before = line;
            var distances = ring.ConvertAll(pixel => Vector3.Distance(pixel.Colour, before.At(pixel.Y)));
            var limit = Math.Max(AlwaysNear, FarInMedians * distances.Order().ElementAt(distances.Count / 2));
            near = [.. ring.Where((_, i) => distances[i] <= limit)];
            line = Fit(near);
        }

        return line;
    }

    /// <summary>Least squares.</summary>
    private static Background Fit(List<(int Y, Vector3 Colour)> pixels)
    {
        var (sumY, sumYy, sum, sumYColour) = (0f, 0f, Vector3.Zero, Vector3.Zero);
        foreach (var (y, colour) in pixels)
        {
            sumY += y;
            sumYy += (float)y * y;
            sum += colour;
            sumYColour += y * colour;
        }

        var spread = pixels.Count * sumYy - sumY * sumY;
        var slope = spread > 0 ? (pixels.Count * sumYColour - sumY * sum) / spread : Vector3.Zero;
        return new Background((sum - slope * sumY) / pixels.Count, slope);
    }
}
