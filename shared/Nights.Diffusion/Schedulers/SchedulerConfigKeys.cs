using System.Text.Json;

namespace Nights.Diffusion.Schedulers;

/// <summary>The keys of <c>scheduler_config.json</c>, and what each sets.</summary>
internal static class SchedulerConfigKeys
{
    private delegate SchedulerConfig Setting(SchedulerConfig config, JsonElement value);

    private static readonly Dictionary<string, Setting> Settings = new()
    {
        ["num_train_timesteps"] = (config, value) => config with { TrainTimesteps = Within(value.GetInt32(), 1, 1_000_000) },
        ["beta_start"] = (config, value) => config with { BetaStart = Within(value.GetDouble(), 0, 1) },
        ["beta_end"] = (config, value) => config with { BetaEnd = Within(value.GetDouble(), 0, 1) },
        ["beta_schedule"] = (config, value) => config with { BetaSchedule = OneOf(value, "linear", "scaled_linear", "squaredcos_cap_v2", "sigmoid") },
        ["trained_betas"] = (config, value) => config with { TrainedBetas = [.. value.EnumerateArray().Select(beta => Within(beta.GetDouble(), 0, 1))] },
        ["prediction_type"] = (config, value) => config with { Prediction = PredictionOf(OneOf(value, "epsilon", "v_prediction", "sample")) },
        ["predict_epsilon"] = (config, value) => value.GetBoolean()
            ? config
            : throw new FormatException("only true is computed; prediction_type says the rest"),
        ["rescale_betas_zero_snr"] = (config, value) => config with { RescaleBetasZeroSnr = value.GetBoolean() },
        ["timestep_spacing"] = (config, value) => config with { Spacing = SpacingOf(OneOf(value, "linspace", "leading", "trailing")) },
        ["steps_offset"] = (config, value) => config with { StepsOffset = Within(value.GetInt32(), 0, 1_000_000) },
        ["clip_sample"] = (config, value) => config with { ClipSample = value.GetBoolean() },
        ["clip_sample_range"] = (config, value) => config with { ClipSampleRange = Within(value.GetDouble(), 0, double.MaxValue) },
        ["thresholding"] = (config, value) => config with { Thresholding = value.GetBoolean() },
        ["dynamic_thresholding_ratio"] = (config, value) => config with { DynamicThresholdingRatio = Within(value.GetDouble(), 0, 1) },
        ["sample_max_value"] = (config, value) => config with { SampleMaxValue = Within(value.GetDouble(), 1e-6, double.MaxValue) },
        ["set_alpha_to_one"] = (config, value) => config with { SetAlphaToOne = value.GetBoolean() },
        ["skip_prk_steps"] = (config, value) => config with { SkipPrkSteps = value.GetBoolean() },
        ["variance_type"] = (config, value) => config with { VarianceType = value.GetString() },
        ["use_karras_sigmas"] = (config, value) => config with { UseKarrasSigmas = value.GetBoolean() },
        ["use_exponential_sigmas"] = (config, value) => config with { UseExponentialSigmas = value.GetBoolean() },
        ["use_beta_sigmas"] = (config, value) => config with { UseBetaSigmas = value.GetBoolean() },
        ["use_lu_lambdas"] = (config, value) => config with { UseLuLambdas = value.GetBoolean() },
        ["use_flow_sigmas"] = (config, value) => config with { UseFlowSigmas = value.GetBoolean() },
        ["sigma_min"] = (config, value) => config with { SigmaMin = Within(value.GetDouble(), 1e-10, double.MaxValue) },
        ["sigma_max"] = (config, value) => config with { SigmaMax = Within(value.GetDouble(), 1e-10, double.MaxValue) },
        ["final_sigmas_type"] = (config, value) => config with { FinalSigmasType = OneOf(value, "zero", "sigma_min") },
        ["interpolation_type"] = (config, value) => config with { InterpolationType = OneOf(value, "linear", "log_linear") },
        ["timestep_type"] = (config, value) => config with { TimestepType = OneOf(value, "discrete", "continuous") },
        ["algorithm_type"] = (config, value) => config with { AlgorithmType = value.GetString() },
        ["solver_order"] = (config, value) => config with { SolverOrder = Within(value.GetInt32(), 1, 9) },
        ["solver_type"] = (config, value) => config with { SolverType = value.GetString() },
        ["lower_order_final"] = (config, value) => config with { LowerOrderFinal = value.GetBoolean() },
        ["euler_at_final"] = (config, value) => config with { EulerAtFinal = value.GetBoolean() },
        ["lambda_min_clipped"] = (config, value) => config with { LambdaMinClipped = IsMinusInfinity(value) ? null : value.GetDouble() },
        ["predict_x0"] = (config, value) => config with { PredictX0 = value.GetBoolean() },
        ["disable_corrector"] = (config, value) => config with { DisableCorrector = [.. value.EnumerateArray().Select(step => step.GetInt32())] },
        ["original_inference_steps"] = (config, value) => config with { OriginalInferenceSteps = Within(value.GetInt32(), 1, 1_000_000) },
        ["timestep_scaling"] = (config, value) => config with { TimestepScaling = value.GetDouble() },
        ["shift"] = (config, value) => config with { Shift = Within(value.GetDouble(), 1e-6, 1e6) },
        ["use_dynamic_shifting"] = (config, value) => config with { UseDynamicShifting = value.GetBoolean() },
        ["base_shift"] = (config, value) => config with { BaseShift = value.GetDouble() },
        ["max_shift"] = (config, value) => config with { MaxShift = value.GetDouble() },
        ["base_image_seq_len"] = (config, value) => config with { BaseImageSeqLen = value.GetInt32() },
        ["max_image_seq_len"] = (config, value) => config with { MaxImageSeqLen = value.GetInt32() },
        ["time_shift_type"] = (config, value) => config with { TimeShiftType = OneOf(value, "exponential", "linear") },
        ["shift_terminal"] = (config, value) => config with { ShiftTerminal = Within(value.GetDouble(), 0, 0.999) },
        ["stochastic_sampling"] = (config, value) => config with { StochasticSampling = value.GetBoolean() },
        ["invert_sigmas"] = (config, value) => config with { InvertSigmas = value.GetBoolean() },
    };

    /// <summary>Keys that decide nothing: bookkeeping, and what only matters beside a key that is refused.</summary>
    private static readonly HashSet<string> WithoutEffect = ["_class_name", "_diffusers_version", "_use_default_values", "tensor_format", "flow_shift"];

    /// <summary>Keys that Python writes as null for "not given".</summary>
    private static readonly HashSet<string> MayBeNull =
    [
        "trained_betas", "variance_type", "use_karras_sigmas", "use_exponential_sigmas", "use_beta_sigmas", "use_lu_lambdas", "use_flow_sigmas",
        "sigma_min", "sigma_max", "final_sigmas_type", "lambda_min_clipped", "base_shift", "max_shift", "base_image_seq_len", "max_image_seq_len",
        "shift_terminal", "solver_p",
    ];

    /// <exception cref="SchedulerConfigException">The key is not known, or its value not of its kind.</exception>
    public static SchedulerConfig With(SchedulerConfig config, string key, JsonElement value)
    {
        if (WithoutEffect.Contains(key) || value.ValueKind == JsonValueKind.Null && MayBeNull.Contains(key))
            return config;
        if (!Settings.TryGetValue(key, out var set))
            throw new SchedulerConfigException(key == "solver_p"
                ? $"{SchedulerConfigFile.Name}: solver_p, another solver for UniPC's prediction, is not computed; only null is."
                : $"{SchedulerConfigFile.Name}: the key '{key}' is not known and may change the result.");
        try
        {
            return set(config, value);
        }
        catch (Exception wrong) when (wrong is InvalidOperationException or FormatException)
        {
            throw new SchedulerConfigException(
                $"{SchedulerConfigFile.Name}: {key} cannot be {value.GetRawText()}{(wrong is FormatException { Message: var why } ? $": {why}" : "")}.");
        }
    }

    private static bool IsMinusInfinity(JsonElement value) => value.ValueKind == JsonValueKind.String && value.ValueEquals("-Infinity");

    private static int Within(int value, int least, int most) =>
        value >= least && value <= most ? value : throw new FormatException($"it is {least} to {most}");

    private static double Within(double value, double least, double most) => value >= least && value <= most
        ? value
        : throw new FormatException(most == double.MaxValue ? $"it is {least} and more" : $"it is {least} to {most}");

    private static string OneOf(JsonElement value, params string[] known) => value.GetString() is { } name && known.Contains(name)
        ? name
        : throw new FormatException($"{string.Join(", ", known)} are known");

    private static PredictionType PredictionOf(string name) => name switch
    {
        "v_prediction" => PredictionType.Velocity,
        "sample" => PredictionType.Sample,
        _ => PredictionType.Epsilon,
    };

    private static TimestepSpacing SpacingOf(string name) => name switch
    {
        "leading" => TimestepSpacing.Leading,
        "trailing" => TimestepSpacing.Trailing,
        _ => TimestepSpacing.Linspace,
    };
}
