namespace Nights.Diffusion.Schedulers;

/// <summary>
/// What DPM-Solver integrates: the predicted noise (Lu et al. 2022a) or the predicted clean latents (Lu et al. 2022b, "++"), along the ordinary or the
/// stochastic equation.
/// </summary>
internal readonly record struct DpmSolverAlgorithm(bool PredictsClean, bool IsStochastic)
{
    public static DpmSolverAlgorithm Of(SchedulerConfig config) => (config.AlgorithmType ?? "dpmsolver++") switch
    {
        "dpmsolver++" or "deis" => new(PredictsClean: true, IsStochastic: false),
        "dpmsolver" => new(PredictsClean: false, IsStochastic: false),
        "sde-dpmsolver++" => new(PredictsClean: true, IsStochastic: true),
        "sde-dpmsolver" => new(PredictsClean: false, IsStochastic: true),
        var other => throw new SchedulerConfigException($"{SchedulerConfigFile.Name}: algorithm_type '{other}' is not known; "
            + "dpmsolver++, dpmsolver, sde-dpmsolver++ and sde-dpmsolver are."),
    };

    /// <summary>The weights of the constant, linear and quadratic part over a step of h in λ, with x's and the noise's.</summary>
    /// <param name="from">Noise level of the step's beginning.</param>
    /// <param name="to">Noise level of its end; may be 0 for the clean algorithms, where h is infinite and only the constant part counts.</param>
    public Integrals Over(double from, double to)
    {
        var (signalFrom, spreadFrom) = VariancePreserving.Of(from);
        var (signal, spread) = VariancePreserving.Of(to);
        var h = VariancePreserving.Lambda(to) - VariancePreserving.Lambda(from);
        // The stochastic equation decays twice as fast.
        var k = IsStochastic ? 2 * h : h;
        if (PredictsClean)
        {
            var decay = 1 - Math.Exp(-k);
            return new Integrals(
                spread / spreadFrom * (IsStochastic ? Math.Exp(-h) : 1),
                signal * decay,
                signal * (1 - decay / k),
                // The sign of the half is the reference's; for the stochastic equation theory asks for the other.
                signal * ((decay - k) / (k * k) + (IsStochastic ? -0.5 : 0.5)),
                IsStochastic ? spread * Math.Sqrt(decay) : 0);
        }
        var growth = Math.Exp(h) - 1;
        var twice = IsStochastic ? 2 : 1;
        return new Integrals(
            signal / signalFrom,
            -twice * spread * growth,
            -twice * spread * (growth / h - 1),
            -twice * spread * ((growth - h) / (h * h) - 0.5),
            IsStochastic ? spread * Math.Sqrt(Math.Exp(2 * h) - 1) : 0);
    }

    internal readonly record struct Integrals(double OfX, double Constant, double Linear, double Quadratic, double OfNoise);
}
