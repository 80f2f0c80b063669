using Nights.Diffusion.Noise;

namespace Nights.Diffusion.Schedulers;

/// <summary>
/// DPM-Solver and DPM-Solver++ as multistep methods of order 1 to 3 ("DPM++ 2M" is order 2, the default). Checked against diffusers 58eb52c. The first
/// calls of a run, wherever it begins, climb through the lower orders; the last takes one step of order 1 where the schedule ends without noise.
/// </summary>
public sealed class DpmSolverScheduler : IScheduler
{
    /// <summary>Runs shorter than this end in lower orders, where lower_order_final says so.</summary>
    private const int FewSteps = 15;

    private readonly SchedulerConfig config;
    private readonly DpmSolverAlgorithm algorithm;
    private readonly SolverTimetable timetable;
    private readonly CleanLimit limit;
    private readonly bool isMidpoint;
    private readonly History outputs;
    private readonly Kept fresh = new();
    private int calls;

    public DpmSolverScheduler(SchedulerConfig config, SchedulerRun run)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(run);
        this.config = config;
        algorithm = DpmSolverAlgorithm.Of(config);
        RequireComputed(config, algorithm);
        isMidpoint = (config.SolverType ?? "midpoint") switch
        {
            "midpoint" or "logrho" or "bh1" or "bh2" => true,
            "heun" => false,
            var other => throw new SchedulerConfigException(
                $"{SchedulerConfigFile.Name}: solver_type '{other}' is not known of {config.Class}; midpoint and heun are."),
        };
        timetable = SolverTimetable.Lay(config, run);
        limit = CleanLimit.ThresholdOf(config, run);
        outputs = new History(config.SolverOrder);
        Begin = run.FirstOf(Timesteps.Count);
    }

    /// <inheritdoc/>
    public IReadOnlyList<float> Timesteps => timetable.Timesteps;

    /// <inheritdoc/>
    public IReadOnlyList<float> Sigmas => timetable.Sigmas;

    /// <inheritdoc/>
    public int Begin { get; }

    /// <inheritdoc/>
    public float InitialNoiseSigma => 1;

    /// <inheritdoc/>
    public bool IsStochastic => algorithm.IsStochastic;

    /// <inheritdoc/>
    public void ScaleInput(int step, ReadOnlySpan<float> latents, Span<float> input) => latents.CopyTo(input);

    /// <inheritdoc/>
    public void Step(int step, ReadOnlySpan<float> prediction, Span<float> latents, INoiseSource noise)
    {
        SolverOutput.Convert(config.Prediction, Sigmas[step], algorithm.PredictsClean, limit, latents, prediction, outputs.Push(latents.Length));
        if (algorithm.IsStochastic)
            noise.Fill(fresh.Of(latents.Length));
        Weights(step, OrderOf(step)).Apply(latents, outputs, fresh.Values);
        calls++;
    }

    /// <inheritdoc/>
    public void AddNoise(int step, ReadOnlySpan<float> clean, ReadOnlySpan<float> noise, Span<float> noised)
    {
        var (signal, spread) = VariancePreserving.Of(Sigmas[step]);
        Blend.Into(noised, signal, clean, spread, noise);
    }

    private int OrderOf(int step)
    {
        var left = Timesteps.Count - step;
        var endsLow = config.LowerOrderFinal && Timesteps.Count < FewSteps;
        var most = left == 1 && (endsLow || config.EulerAtFinal || config.FinalSigmasType == "zero") ? 1
            : left == 2 && endsLow ? 2
            : config.SolverOrder;
        return Math.Min(Math.Min(most, config.SolverOrder), calls + 1);
    }

    private SolverWeights Weights(int step, int order)
    {
        double from = Sigmas[step], to = Sigmas[step + 1];
        if (from == to)
            return SolverWeights.Stay;
        var parts = algorithm.Over(from, to);
        if (order == 1)
            return new SolverWeights(parts.OfX, [parts.Constant], parts.OfNoise);

        // Differences of the outputs, to the length of this step: first ones from now back and from the call before back, and the second.
        var h = Lambda(step + 1) - Lambda(step);
        var near = h / (Lambda(step) - Lambda(step - 1));
        if (order == 2)
        {
            var slope = (isMidpoint ? parts.Constant / 2 : parts.Linear) * near;
            return new SolverWeights(parts.OfX, [parts.Constant + slope, -slope], parts.OfNoise);
        }
        var far = h / (Lambda(step - 1) - Lambda(step - 2));
        var share = far / (near + far);
        var bend = near * far / (near + far);
        var ofNear = parts.Linear * (1 + share) + parts.Quadratic * bend;
        var ofFar = -(parts.Linear * share + parts.Quadratic * bend);
        return new SolverWeights(
            parts.OfX,
            [parts.Constant + ofNear * near, ofFar * far - ofNear * near, -ofFar * far],
            parts.OfNoise);
    }

    private double Lambda(int step) => VariancePreserving.Lambda(Sigmas[step]);

    private static void RequireComputed(SchedulerConfig config, DpmSolverAlgorithm algorithm)
    {
        if (config.SolverOrder > 3)
            throw new SchedulerConfigException(
                $"{SchedulerConfigFile.Name}: solver_order = {config.SolverOrder} is not computed of {config.Class}; 1, 2 and 3 are.");
        if (algorithm is { PredictsClean: false, IsStochastic: true } && config.SolverOrder == 3)
            throw new SchedulerConfigException($"{SchedulerConfigFile.Name}: solver_order = 3 is not defined for algorithm_type 'sde-dpmsolver'; use 2.");
        if (!algorithm.PredictsClean && config.FinalSigmasType == "zero")
            throw new SchedulerConfigException(
                $"{SchedulerConfigFile.Name}: final_sigmas_type 'zero' is not defined for algorithm_type '{config.AlgorithmType}'; use 'sigma_min'.");
        if (config.VarianceType is "learned" or "learned_range")
            throw new SchedulerConfigException(
                $"{SchedulerConfigFile.Name}: variance_type '{config.VarianceType}' is not computed of {config.Class}; only null is.");
    }
}
