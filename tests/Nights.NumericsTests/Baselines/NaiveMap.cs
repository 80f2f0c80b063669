namespace Nights.NumericsTests.Baselines;

/// <summary>A feature map in double precision and the layers of convolutional networks written down as their definitions read: what LPIPS and DISTS are checked against.</summary>
internal sealed record NaiveMap(int Channels, int Rows, int Columns, double[] Values)
{
    public double this[int c, int y, int x] => Values[(c * Rows + y) * Columns + x];

    public NaiveMap Select(Func<int, double, double> value) =>
        this with { Values = [.. Values.Select((v, i) => value(i / (Rows * Columns), v))] };

    public NaiveMap Relu() => Select((_, v) => Math.Max(0, v));

    public NaiveMap Convolve(float[] weight, float[] bias, int kernel, int stride, int padding)
    {
        var (rows, columns) = ((Rows + 2 * padding - kernel) / stride + 1, (Columns + 2 * padding - kernel) / stride + 1);
        var result = new double[bias.Length * rows * columns];
        Parallel.For(0, bias.Length, to =>
        {
            for (var y = 0; y < rows; y++)
                for (var x = 0; x < columns; x++)
                {
                    double sum = bias[to];
                    for (var from = 0; from < Channels; from++)
                        for (var ky = 0; ky < kernel; ky++)
                            for (var kx = 0; kx < kernel; kx++)
                            {
                                var (sy, sx) = (y * stride + ky - padding, x * stride + kx - padding);
                                if (sy >= 0 && sy < Rows && sx >= 0 && sx < Columns)
                                    sum += weight[((to * Channels + from) * kernel + ky) * kernel + kx] * this[from, sy, sx];
                            }
                    result[(to * rows + y) * columns + x] = sum;
                }
        });
        return new NaiveMap(bias.Length, rows, columns, result);
    }

    /// <summary>The largest of each 2 × 2 or 3 × 3 square, every second pixel; with a ceiling, squares that hang over the edge count.</summary>
    public NaiveMap MaxPool(int kernel, bool ceiling = false)
    {
        int Size(int edge) => (edge - kernel + (ceiling ? 1 : 0)) / 2 + 1;
        return Map(Size(Rows), Size(Columns), (c, y, x) =>
        {
            var most = double.MinValue;
            for (var sy = 2 * y; sy < Math.Min(2 * y + kernel, Rows); sy++)
                for (var sx = 2 * x; sx < Math.Min(2 * x + kernel, Columns); sx++)
                    most = Math.Max(most, this[c, sy, sx]);
            return most;
        });
    }

    /// <summary>√(Hann ∗ x² + 10⁻¹²), every second pixel, zeros around.</summary>
    public NaiveMap L2Pool()
    {
        double[] hann = [0.25, 0.5, 0.25];
        return Map((Rows + 1) / 2, (Columns + 1) / 2, (c, y, x) =>
        {
            var sum = 0.0;
            for (var dy = -1; dy <= 1; dy++)
                for (var dx = -1; dx <= 1; dx++)
                    if (2 * y + dy >= 0 && 2 * y + dy < Rows && 2 * x + dx >= 0 && 2 * x + dx < Columns)
                        sum += hann[dy + 1] * hann[dx + 1] * Math.Pow(this[c, 2 * y + dy, 2 * x + dx], 2);
            return Math.Sqrt(sum + 1e-12);
        });
    }

    public static NaiveMap Join(NaiveMap a, NaiveMap b) => new(a.Channels + b.Channels, a.Rows, a.Columns, [.. a.Values, .. b.Values]);

    private NaiveMap Map(int rows, int columns, Func<int, int, int, double> value)
    {
        var result = new double[Channels * rows * columns];
        for (var i = 0; i < result.Length; i++) result[i] = value(i / (rows * columns), i / columns % rows, i % columns);
        return new NaiveMap(Channels, rows, columns, result);
    }
}
