namespace Nights.Imaging.Measures;

/// <summary>Means of a plane under a Gaussian window of 11 × 11 pixels, σ = 1.5, weights of sum 1, wherever the window lies inside of the plane.</summary>
internal static class GaussianWindows
{
    /// <summary>Edge of the window.</summary>
    public const int Edge = 11;

    private static readonly double[] Weights = Normalised();

    /// <summary>(height − 10) rows of (width − 10) means.</summary>
    public static double[] Means(double[] values, int width, int height)
    {
        var (columns, rows) = (width - Edge + 1, height - Edge + 1);
        var across = new double[columns * height];
        for (var y = 0; y < height; y++)
        {
            for (var k = 0; k < Edge; k++)
            {
                var (weight, from, to) = (Weights[k], y * width + k, y * columns);
                for (var x = 0; x < columns; x++) across[to + x] += weight * values[from + x];
            }
        }

        var means = new double[columns * rows];
        for (var y = 0; y < rows; y++)
        {
            for (var k = 0; k < Edge; k++)
            {
                var (weight, from, to) = (Weights[k], (y + k) * columns, y * columns);
                for (var x = 0; x < columns; x++) means[to + x] += weight * across[from + x];
            }
        }
        return means;
    }

    private static double[] Normalised()
    {
        const double sigma = 1.5;
        var bell = Enumerable.Range(-Edge / 2, Edge).Select(offset => Math.Exp(-offset * offset / (2 * sigma * sigma))).ToArray();
        return [.. bell.Select(value => value / bell.Sum())];
    }
}
