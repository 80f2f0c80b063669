using Nights.Diffusion.Noise;

namespace Nights.Diffusion.Schedulers;

/// <summary>
/// UniPC, multistep with B(h) (Zhao et al. 2023). Checked against diffusers 58eb52c. Every call but the first of a run first corrects the step that led
/// to it, then predicts the next.
/// </summary>
public sealed class UniPcScheduler : IScheduler
{
    private readonly SchedulerConfig config;
    private readonly SolverTimetable timetable;
    private readonly CleanLimit limit;
    private readonly UniPcWeights weights;
    private readonly History outputs;
    private readonly Kept beginning = new();
    private int calls;
    private int order;

    public UniPcScheduler(SchedulerConfig config, SchedulerRun run)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(run);
        this.config = config;
        var isFirstVariant = (config.SolverType ?? "bh2") switch
        {
            "bh1" => true,
            "bh2" or "midpoint" or "heun" or "logrho" => false,
            var other => throw new SchedulerConfigException(
                $"{SchedulerConfigFile.Name}: solver_type '{other}' is not known of {config.Class}; bh1 and bh2 are."),
        };
        if (config.FinalSigmasType == "zero" && !(config.PredictX0 && (config.LowerOrderFinal || config.SolverOrder == 1)))
            throw new SchedulerConfigException($"{SchedulerConfigFile.Name}: final_sigmas_type 'zero' is only defined of {config.Class} with predict_x0 and "
                + "lower_order_final = true; use 'sigma_min'.");
        timetable = SolverTimetable.Lay(config, run);
        // The class thresholds clean latents only.
        limit = CleanLimit.ThresholdOf(config with { Thresholding = config.Thresholding && config.PredictX0 }, run);
        weights = new UniPcWeights(config.PredictX0, isFirstVariant);
        outputs = new History(config.SolverOrder + 1);
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
    public void ScaleInput(int step, ReadOnlySpan<float> latents, Span<float> input) => latents.CopyTo(input);

    /// <inheritdoc/>
    public void Step(int step, ReadOnlySpan<float> prediction, Span<float> latents, INoiseSource noise)
    {
        SolverOutput.Convert(config.Prediction, Sigmas[step], config.PredictX0, limit, latents, prediction, outputs.Push(latents.Length));
        if (calls > 0 && !config.DisableCorrector.Contains(step - 1))
        {
            beginning.Values.CopyTo(latents);
            weights.Corrector(Sigmas[step - 1], Sigmas[step], Before(step - 1, order - 1)).Apply(latents, outputs, []);
        }
        latents.CopyTo(beginning.Of(latents.Length));
        order = Math.Min(config.LowerOrderFinal ? Math.Min(config.SolverOrder, Timesteps.Count - step) : config.SolverOrder, calls + 1);
        weights.Predictor(Sigmas[step], Sigmas[step + 1], Before(step, order - 1)).Apply(latents, outputs, []);
        calls++;
    }

    /// <inheritdoc/>
    public void AddNoise(int step, ReadOnlySpan<float> clean, ReadOnlySpan<float> noise, Span<float> noised)
    {
        var (signal, spread) = VariancePreserving.Of(Sigmas[step]);
        Blend.Into(noised, signal, clean, spread, noise);
    }

    /// <summary>Noise levels of the calls before a step, newest first.</summary>
    private ReadOnlySpan<float> Before(int step, int count)
    {
        var levels = new float[count];
        for (var ago = 0; ago < count; ago++)
            levels[ago] = timetable.Sigmas[step - 1 - ago];
        return levels;
    }
}
