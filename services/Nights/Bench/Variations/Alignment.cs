using System.Numerics;

namespace Nights.Local.Bench.Variations;

/// <summary>How one thing has to be turned to lie best on another of the same place and size, and how well it then does.</summary>
/// <param name="Degrees">Clockwise, in (-180, 180]; the smallest turn where several do equally well, so that a disc is never turned.</param>
/// <param name="Overlap">Intersection over union after the turn, 0 to 1.</param>
internal readonly record struct Alignment(float Degrees, float Overlap)
{
    private const int Step = 3;

    /// <summary>Overlap a turn has to gain for each degree, or it is not made.</summary>
    private const float Worth = 0.0005f;

    private const int Edge = 48;
    private const float Reach = 2.2f;

    public static Alignment Of(SeenThing one, SeenThing other)
    {
        var own = Cells().Select(cell => one.Covers(cell, Matrix3x2.Identity)).ToArray();
        var best = new Alignment(0, Overlapped(own, other, 0));
        for (var turn = Step; turn <= 180; turn += Step)
            foreach (var degrees in new[] { turn, -turn })
            {
                var overlap = Overlapped(own, other, degrees);
                if (overlap - Worth * Math.Abs(degrees) > best.Overlap - Worth * Math.Abs(best.Degrees))
                    best = new Alignment(degrees, overlap);
            }
        return best;
    }

    /// <summary>The frame of the other thing after the turn.</summary>
    public Matrix3x2 Turn => TurnBy(Degrees);

    /// <summary>A grid of points over both things.</summary>
    public static IEnumerable<Vector2> Cells()
    {
        for (var row = 0; row < Edge; row++)
            for (var column = 0; column < Edge; column++)
                yield return new Vector2(column + 0.5f - Edge / 2f, row + 0.5f - Edge / 2f) * (2 * Reach / Edge);
    }

    private static float Overlapped(bool[] own, SeenThing other, float degrees)
    {
        var (both, either, i) = (0, 0, 0);
        var turn = TurnBy(degrees);
        foreach (var cell in Cells())
        {
            var covers = other.Covers(cell, turn);
            both += own[i] && covers ? 1 : 0;
            either += own[i] || covers ? 1 : 0;
            i++;
        }
        return either == 0 ? 1 : (float)both / either;
    }

    private static Matrix3x2 TurnBy(float degrees) => Matrix3x2.CreateRotation(degrees * MathF.PI / 180);
}
