using Nights.Diffusion.Schedulers;

namespace Nights.Tests.Diffusion.Fixtures;

/// <summary>scheduler_config.json as it is published with the families. All share the training schedule of Stable Diffusion.</summary>
internal static class SchedulerFiles
{
    private const string Shared = """
        "num_train_timesteps": 1000, "beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear", "trained_betas": null, "clip_sample": false
        """;

    public const string Pndm = $$"""
        { "_class_name": "PNDMScheduler", "_diffusers_version": "0.6.0", {{Shared}}, "set_alpha_to_one": false, "skip_prk_steps": true, "steps_offset": 1 }
        """;

    public const string FlaxPndm = $$"""
        { "_class_name": "FlaxPNDMScheduler", "_diffusers_version": "0.4.0", {{Shared}}, "set_alpha_to_one": false, "skip_prk_steps": true, "steps_offset": 1 }
        """;

    public const string DdimVelocity = $$"""
        { "_class_name": "DDIMScheduler", "_diffusers_version": "0.8.0", {{Shared}}, "set_alpha_to_one": false, "skip_prk_steps": true, "steps_offset": 1,
          "prediction_type": "v_prediction" }
        """;

    public const string EulerXl = $$"""
        { "_class_name": "EulerDiscreteScheduler", "_diffusers_version": "0.19.0.dev0", {{Shared}}, "interpolation_type": "linear", "prediction_type": "epsilon",
          "sample_max_value": 1.0, "set_alpha_to_one": false, "skip_prk_steps": true, "steps_offset": 1, "timestep_spacing": "leading", "use_karras_sigmas": false }
        """;

    public const string Lcm = $$"""
        { "_class_name": "LCMScheduler", "_diffusers_version": "0.22.0.dev0", {{Shared}}, "clip_sample_range": 1.0, "dynamic_thresholding_ratio": 0.995,
          "original_inference_steps": 50, "prediction_type": "epsilon", "rescale_betas_zero_snr": false, "sample_max_value": 1.0, "set_alpha_to_one": true,
          "steps_offset": 0, "thresholding": false, "timestep_scaling": 10.0, "timestep_spacing": "leading" }
        """;

    /// <summary>What a denoiser is to be trained for: the shared schedule, and the prediction that the file names.</summary>
    public static SchedulerConfig Training(string file) => SchedulerConfig.Parse(Pndm) with
    {
        Prediction = file.Contains("v_prediction", StringComparison.Ordinal) ? PredictionType.Velocity : PredictionType.Epsilon,
    };
}
