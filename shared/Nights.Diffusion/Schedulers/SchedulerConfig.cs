using System.Text.Json;
using System.Text.Json.Nodes;

namespace Nights.Diffusion.Schedulers;

/// <summary>
/// A model's <c>scheduler_config.json</c>. A missing key means the default of the scheduler class (null here); a key that would change the result
/// and is not computed here is an error that names it, never ignored.
/// </summary>
public sealed record SchedulerConfig
{
    /// <summary>The class without the prefix of the framework it was saved from, e.g. <c>DDIMScheduler</c>.</summary>
    public required string Class { get; init; }

    public int TrainTimesteps { get; init; } = 1000;
    public double BetaStart { get; init; } = 0.0001;
    public double BetaEnd { get; init; } = 0.02;
    public string BetaSchedule { get; init; } = "linear";
    public PredictionType Prediction { get; init; } = PredictionType.Epsilon;
    public TimestepSpacing? Spacing { get; init; }
    public int StepsOffset { get; init; }
    public bool? ClipSample { get; init; }
    public double ClipSampleRange { get; init; } = 1;
    public bool? SetAlphaToOne { get; init; }
    public bool SkipPrkSteps { get; init; }
    public bool RescaleBetasZeroSnr { get; init; }
    public bool UseKarrasSigmas { get; init; }

    /// <summary>Keys that are neutral at these values and change the result at any other.</summary>
    private static readonly Dictionary<string, string[]> OnlyAt = new()
    {
        ["trained_betas"] = ["null"],
        ["thresholding"] = ["false"],
        ["use_exponential_sigmas"] = ["false"],
        ["use_beta_sigmas"] = ["false"],
        ["final_sigmas_type"] = ["\"zero\""],
        ["interpolation_type"] = ["\"linear\""],
        ["timestep_type"] = ["\"discrete\""],
        ["sigma_min"] = ["null"],
        ["sigma_max"] = ["null"],
    };

    /// <summary>Keys without effect on the schedulers of this library: bookkeeping, or the mind of other classes.</summary>
    private static readonly HashSet<string> Neutral =
    [
        "_class_name", "_diffusers_version", "_use_default_values", "dynamic_thresholding_ratio", "sample_max_value", "algorithm_type", "solver_order",
        "solver_type", "lower_order_final", "euler_at_final", "lambda_min_clipped", "variance_type", "original_inference_steps", "timestep_scaling",
        "clip_sample_range",
    ];

    /// <exception cref="SchedulerConfigException">Not an object, no class, a value of the wrong kind, or a key that is not computed here.</exception>
    public static SchedulerConfig Parse(string json)
    {
        JsonObject keys;
        try
        {
            keys = JsonNode.Parse(json) as JsonObject ?? throw new SchedulerConfigException("scheduler_config.json is not a JSON object.");
        }
        catch (JsonException notJson)
        {
            throw new SchedulerConfigException($"scheduler_config.json is not JSON: {notJson.Message}");
        }
        if (keys["_class_name"]?.ToString() is not { Length: > 0 } name)
            throw new SchedulerConfigException("scheduler_config.json has no _class_name.");
        var config = new SchedulerConfig { Class = name.Replace("Flax", "", StringComparison.Ordinal) };
        foreach (var (key, value) in keys)
            config = config.With(key, value);
        return config;
    }

    private SchedulerConfig With(string key, JsonNode? value)
    {
        try
        {
            return key switch
            {
                "num_train_timesteps" => this with { TrainTimesteps = value!.GetValue<int>() },
                "beta_start" => this with { BetaStart = value!.GetValue<double>() },
                "beta_end" => this with { BetaEnd = value!.GetValue<double>() },
                "beta_schedule" => this with { BetaSchedule = value!.GetValue<string>() },
                "prediction_type" => this with { Prediction = PredictionOf(value!.GetValue<string>()) },
                "timestep_spacing" => this with { Spacing = SpacingOf(value!.GetValue<string>()) },
                "steps_offset" => this with { StepsOffset = value!.GetValue<int>() },
                "clip_sample" => this with { ClipSample = value!.GetValue<bool>() },
                "clip_sample_range" => this with { ClipSampleRange = value!.GetValue<double>() },
                "set_alpha_to_one" => this with { SetAlphaToOne = value!.GetValue<bool>() },
                "skip_prk_steps" => this with { SkipPrkSteps = value!.GetValue<bool>() },
                "rescale_betas_zero_snr" => this with { RescaleBetasZeroSnr = value!.GetValue<bool>() },
                "use_karras_sigmas" => this with { UseKarrasSigmas = value is not null && value.GetValue<bool>() },
                _ when Neutral.Contains(key) => this,
                _ when OnlyAt.TryGetValue(key, out var known) => known.Contains(value?.ToJsonString() ?? "null")
                    ? this
                    : throw new SchedulerConfigException($"scheduler_config.json: {key} = {value?.ToJsonString() ?? "null"} is not computed; only {known[0]} is."),
                _ => throw new SchedulerConfigException($"scheduler_config.json: the key '{key}' is not known and may change the result."),
            };
        }
        catch (Exception wrong) when (wrong is InvalidOperationException or FormatException or NullReferenceException)
        {
            throw new SchedulerConfigException($"scheduler_config.json: {key} cannot be {value?.ToJsonString() ?? "null"}.");
        }
    }

    private static PredictionType PredictionOf(string name) => name switch
    {
        "epsilon" => PredictionType.Epsilon,
        "v_prediction" => PredictionType.Velocity,
        "sample" => PredictionType.Sample,
        _ => throw new SchedulerConfigException($"scheduler_config.json: prediction_type '{name}' is not known; epsilon, v_prediction and sample are."),
    };

    private static TimestepSpacing SpacingOf(string name) => name switch
    {
        "linspace" => TimestepSpacing.Linspace,
        "leading" => TimestepSpacing.Leading,
        "trailing" => TimestepSpacing.Trailing,
        _ => throw new SchedulerConfigException($"scheduler_config.json: timestep_spacing '{name}' is not known; linspace, leading and trailing are."),
    };
}
