namespace Nights.DreamSim.Evaluation.Statistics;

/// <summary>
/// A monotone curve from distances to opinions, lower + (upper − lower) / (1 + e^((x − centre) / width)), fitted by least squares: what a linear correlation is
/// taken after, since people's scales bend at their ends and a metric's need not.
/// </summary>
/// <remarks>Source: the four-parameter logistic of the Video Quality Experts Group; fitted by Levenberg and Marquardt's method from fixed starts.</remarks>
public sealed class LogisticCurve
{
    private const int Parameters = 4, MostSteps = 500;
    private readonly double mean;
    private readonly double deviation;
    private readonly double[] curve;        // lower, upper − lower, centre, log width; in units of the deviation of x

    private LogisticCurve(double mean, double deviation, double[] curve) => (this.mean, this.deviation, this.curve) = (mean, deviation, curve);

    /// <summary>Fits a curve to points; a series that does not vary gives the mean of y everywhere.</summary>
    public static LogisticCurve Fit(double[] x, double[] y)
    {
        var mean = x.Average();
        var deviation = Math.Sqrt(x.Average(value => (value - mean) * (value - mean)));
        if (!(deviation > 0)) return new LogisticCurve(mean, 1, [y.Average(), 0, 0, 0]);

        var scaled = x.Select(value => (value - mean) / deviation).ToArray();
        var down = Correlation.Pearson(x, y) <= 0;
        var (from, to) = down ? (y.Min(), y.Max()) : (y.Max(), y.Min());
        // A least-squares fit may end in a local minimum: the best of a gentle and a steep start is taken.
        return new[] { 0.0, -1.5, 1.5 }.Select(width => Descend(scaled, y, [from, to - from, 0, width]))
            .OrderBy(fit => fit.Error).Select(fit => new LogisticCurve(mean, deviation, fit.Curve)).First();
    }

    public double this[double x] => Value(curve, (x - mean) / deviation);

    private static double Value(double[] curve, double x) => curve[0] + curve[1] / (1 + Math.Exp((x - curve[2]) * Math.Exp(-curve[3])));

    private static double Error(double[] curve, double[] x, double[] y)
    {
        var sum = 0.0;
        for (var i = 0; i < x.Length; i++) sum += Math.Pow(Value(curve, x[i]) - y[i], 2);
        return sum;
    }

    private static (double[] Curve, double Error) Descend(double[] x, double[] y, double[] curve)
    {
        var (error, damping) = (Error(curve, x, y), 1e-3);
        for (var step = 0; step < MostSteps && damping < 1e12; step++)
        {
            var (normal, slope) = Normal(curve, x, y);
            for (var i = 0; i < Parameters; i++) normal[i, i] += damping * Math.Max(normal[i, i], 1e-12);
            double[] next = [.. curve.Zip(Solve(normal, slope), (value, change) => value + change)];
            next[3] = Math.Clamp(next[3], -6, 6);
            var better = Error(next, x, y);
            if (!(better < error))
            {
                damping *= 4;
                continue;
            }

            var done = error - better <= 1e-12 * error;
            (curve, error, damping) = (next, better, damping / 3);
            if (done) break;
        }

        return (curve, error);
    }

    /// <summary>JᵀJ and Jᵀ(y − f).</summary>
    private static (double[,] Normal, double[] Slope) Normal(double[] curve, double[] x, double[] y)
    {
        var (normal, slope, row) = (new double[Parameters, Parameters], new double[Parameters], new double[Parameters]);
        var sharpness = Math.Exp(-curve[3]);
        for (var k = 0; k < x.Length; k++)
        {
            var share = 1 / (1 + Math.Exp((x[k] - curve[2]) * sharpness));
            var bend = curve[1] * share * (1 - share) * sharpness;
            (row[0], row[1], row[2], row[3]) = (1, share, bend, bend * (x[k] - curve[2]));
            var rest = y[k] - (curve[0] + curve[1] * share);
            for (var i = 0; i < Parameters; i++)
            {
                slope[i] += row[i] * rest;
                for (var j = 0; j < Parameters; j++) normal[i, j] += row[i] * row[j];
            }
        }

        return (normal, slope);
    }

    /// <summary>Gauss's elimination; the damped matrix is positive definite.</summary>
    private static double[] Solve(double[,] matrix, double[] right)
    {
        for (var i = 0; i < Parameters; i++)
        {
            for (var row = i + 1; row < Parameters; row++)
            {
                var factor = matrix[row, i] / matrix[i, i];
                for (var column = i; column < Parameters; column++) matrix[row, column] -= factor * matrix[i, column];
                right[row] -= factor * right[i];
            }
        }

        for (var i = Parameters - 1; i >= 0; i--)
        {
            for (var column = i + 1; column < Parameters; column++) right[i] -= matrix[i, column] * right[column];
            right[i] /= matrix[i, i];
        }

        return right;
    }
}
