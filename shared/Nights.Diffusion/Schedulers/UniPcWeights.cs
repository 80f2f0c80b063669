namespace Nights.Diffusion.Schedulers;

/// <summary>
/// The weights of UniPC with B(h) (Zhao et al. 2023, algorithms 1 to 4): a predictor over the outputs so far, and a corrector that goes over the same
/// step again with the output at its end.
/// </summary>
internal sealed class UniPcWeights(bool predictsClean, bool isFirstVariant)
{
    /// <summary>Over the step, from the outputs at and before its beginning, newest first.</summary>
    /// <param name="from">Noise level of the step's beginning.</param>
    /// <param name="to">Noise level of its end.</param>
    /// <param name="before">Noise levels of the outputs before the step's beginning, newest first; order - 1 of them.</param>
    public SolverWeights Predictor(double from, double to, ReadOnlySpan<float> before)
    {
        if (from == to)
            return SolverWeights.Stay;
        var step = new Step(this, from, to);
        double[] places = [.. Places(step, before)];
        // Of order 2 the reference takes the half that its equation gives for small steps.
        double[] shares = places.Length switch
        {
            0 => [],
            1 => [0.5],
            _ => LinearEquations.Solve(Powers(places), step.Moments(places.Length)),
        };
        return step.Weights(shares, places, atEnd: null);
    }

    /// <summary>Over the step again; its outputs are the one at its end, the one at its beginning, and those before, newest first.</summary>
    public SolverWeights Corrector(double from, double to, ReadOnlySpan<float> before)
    {
        if (from == to)
            return SolverWeights.Stay;
        var step = new Step(this, from, to);
        double[] places = [.. Places(step, before), 1];
        double[] shares = places.Length == 1 ? [0.5] : LinearEquations.Solve(Powers(places), step.Moments(places.Length));
        return step.Weights(shares[..^1], places[..^1], atEnd: shares[^1]);
    }

    /// <summary>Where the outputs before the step lie, in steps from its beginning: below 0.</summary>
    private static double[] Places(Step step, ReadOnlySpan<float> before)
    {
        var places = new double[before.Length];
        for (var i = 0; i < places.Length; i++)
            places[i] = (VariancePreserving.Lambda(before[i]) - step.LambdaFrom) / step.H;
        return places;
    }

    private static double[][] Powers(double[] places) =>
        [.. Enumerable.Range(0, places.Length).Select(row => places.Select(place => Math.Pow(place, row)).ToArray())];

    private readonly struct Step
    {
        private readonly bool predictsClean;
        private readonly double ofX;
        private readonly double scale;
        private readonly double exponent;
        private readonly double growth;
        private readonly double b;

        public Step(UniPcWeights method, double from, double to)
        {
            predictsClean = method.PredictsClean;
            var (signalFrom, spreadFrom) = VariancePreserving.Of(from);
            var (signal, spread) = VariancePreserving.Of(to);
            LambdaFrom = VariancePreserving.Lambda(from);
            H = VariancePreserving.Lambda(to) - LambdaFrom;
            (ofX, scale, exponent) = predictsClean ? (spread / spreadFrom, signal, -H) : (signal / signalFrom, spread, H);
            growth = Math.Exp(exponent) - 1;
            b = method.IsFirstVariant ? exponent : growth;
        }

        public double LambdaFrom { get; }

        public double H { get; }

        /// <summary>The right-hand side of the order conditions: k!·φ_(k+1) of the step over B(h), k from 1.</summary>
        public double[] Moments(int count)
        {
            var moments = new double[count];
            var (phi, factorial) = (growth / exponent - 1, 1.0);
            for (var k = 1; k <= count; k++)
            {
                moments[k - 1] = phi * factorial / b;
                factorial *= k + 1;
                phi = phi / exponent - 1 / factorial;
            }
            return moments;
        }

        /// <summary>Gathers the weights of outputs from the shares that their differences to the one at the beginning have.</summary>
        public SolverWeights Weights(double[] shares, double[] places, double? atEnd)
        {
            var beginning = -scale * growth;
            var before = new double[shares.Length];
            for (var i = 0; i < shares.Length; i++)
            {
                before[i] = -scale * b * shares[i] / places[i];
                beginning -= before[i];
            }
            if (atEnd is not { } share)
                return new SolverWeights(ofX, [beginning, .. before]);
            var end = -scale * b * share;
            return new SolverWeights(ofX, [end, beginning - end, .. before]);
        }
    }

    private bool PredictsClean { get; } = predictsClean;

    private bool IsFirstVariant { get; } = isFirstVariant;
}
