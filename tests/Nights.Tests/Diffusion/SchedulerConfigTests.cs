using Nights.Diffusion.Schedulers;

namespace Nights.Tests.Diffusion;

public sealed class SchedulerConfigTests
{
    private static readonly SchedulerRun Twenty = new() { Steps = 20 };

    [Fact]
    public void The_published_configuration_of_stable_diffusion_is_read()
    {
        var config = SchedulerConfig.Parse("""
            { "_class_name": "PNDMScheduler", "_diffusers_version": "0.6.0", "beta_end": 0.012, "beta_schedule": "scaled_linear", "beta_start": 0.00085,
              "num_train_timesteps": 1000, "set_alpha_to_one": false, "skip_prk_steps": true, "steps_offset": 1, "trained_betas": null, "clip_sample": false }
            """);

        config.Class.ShouldBe("PNDMScheduler");
        config.SkipPrkSteps.ShouldBeTrue();
        SchedulerCatalogue.Create(config, Twenty).Timesteps
            .ShouldBe([951, 901, 901, 851, 801, 751, 701, 651, 601, 551, 501, 451, 401, 351, 301, 251, 201, 151, 101, 51, 1]);
    }

    [Theory]
    [InlineData("DDIMScheduler", """ "a_key_of_the_future": 3 """, "a_key_of_the_future")]
    [InlineData("DDIMScheduler", """ "prediction_type": "flow" """, "flow")]
    [InlineData("DDIMScheduler", """ "timestep_spacing": "odd" """, "odd")]
    [InlineData("DDIMScheduler", """ "steps_offset": "one" """, "steps_offset")]
    [InlineData("DDIMScheduler", """ "num_train_timesteps": null """, "num_train_timesteps")]
    [InlineData("DDIMScheduler", """ "num_train_timesteps": 0 """, "num_train_timesteps")]
    [InlineData("DDIMScheduler", """ "trained_betas": [0.1] """, "trained_betas")]
    [InlineData("DDIMScheduler", """ "beta_schedule": "sigmoid" """, "sigmoid")]
    [InlineData("DDIMScheduler", """ "beta_schedule": "laplace" """, "laplace")]
    [InlineData("DDIMScheduler", """ "clip_sample_range": "wide" """, "clip_sample_range")]
    [InlineData("DDIMScheduler", """ "predict_epsilon": false """, "predict_epsilon")]
    [InlineData("PNDMScheduler", """ "prediction_type": "sample" """, "sample")]
    [InlineData("DDPMScheduler", """ "variance_type": "learned_range" """, "learned_range")]
    [InlineData("DDPMScheduler", """ "variance_type": "fixed_large_log" """, "fixed_large_log")]
    [InlineData("EulerDiscreteScheduler", """ "final_sigmas_type": "half" """, "final_sigmas_type")]
    [InlineData("EulerDiscreteScheduler", """ "interpolation_type": "cubic" """, "interpolation_type")]
    [InlineData("EulerDiscreteScheduler", """ "use_karras_sigmas": true, "use_beta_sigmas": true """, "use_karras_sigmas and use_beta_sigmas")]
    [InlineData("EulerDiscreteScheduler",
        """ "timestep_type": "continuous", "prediction_type": "v_prediction", "interpolation_type": "log_linear" """, "interpolation_type")]
    [InlineData("DPMSolverMultistepScheduler", """ "solver_order": 4 """, "solver_order")]
    [InlineData("DPMSolverMultistepScheduler", """ "algorithm_type": "rk4" """, "rk4")]
    [InlineData("DPMSolverMultistepScheduler", """ "algorithm_type": "dpmsolver" """, "final_sigmas_type")]
    [InlineData("DPMSolverMultistepScheduler", """ "algorithm_type": "sde-dpmsolver", "final_sigmas_type": "sigma_min", "solver_order": 3 """, "solver_order")]
    [InlineData("DPMSolverMultistepScheduler", """ "solver_type": "odd" """, "solver_type")]
    [InlineData("DPMSolverMultistepScheduler", """ "variance_type": "learned_range" """, "variance_type")]
    [InlineData("DPMSolverMultistepScheduler", """ "use_flow_sigmas": true """, "use_flow_sigmas")]
    [InlineData("DPMSolverMultistepScheduler", """ "lambda_min_clipped": 99 """, "lambda_min_clipped")]
    [InlineData("UniPCMultistepScheduler", """ "solver_p": {} """, "solver_p")]
    [InlineData("UniPCMultistepScheduler", """ "use_flow_sigmas": true """, "use_flow_sigmas")]
    [InlineData("UniPCMultistepScheduler", """ "predict_x0": false """, "predict_x0")]
    [InlineData("UniPCMultistepScheduler", """ "lower_order_final": false """, "lower_order_final")]
    [InlineData("FlowMatchEulerDiscreteScheduler", """ "invert_sigmas": true """, "invert_sigmas")]
    [InlineData("FlowMatchEulerDiscreteScheduler", """ "time_shift_type": "cubic" """, "time_shift_type")]
    public void What_would_change_the_result_is_refused_by_name(string scheduler, string key, string named) =>
        Should.Throw<SchedulerConfigException>(() => SchedulerCatalogue.Require(SchedulerConfig.Parse($$"""{ "_class_name": "{{scheduler}}", {{key}} }""")))
            .Message.ShouldContain(named);

    [Fact]
    public void A_key_that_only_other_classes_heed_is_accepted()
    {
        var ddim = SchedulerConfig.Parse("""{ "_class_name": "DDIMScheduler", "variance_type": "learned_range", "solver_order": 7, "invert_sigmas": true }""");

        SchedulerCatalogue.Require(ddim);
        Should.Throw<SchedulerConfigException>(() => SchedulerCatalogue.Require(ddim with { Class = "ddpm" })).Message.ShouldContain("variance_type");
        Should.Throw<SchedulerConfigException>(() => SchedulerCatalogue.Require(ddim with { Class = "dpm++" })).Message.ShouldContain("solver_order");
    }

    [Fact]
    public void Flow_matching_and_diffusion_do_not_lead_each_others_models()
    {
        var diffusion = SchedulerConfig.Parse("""{ "_class_name": "DDIMScheduler" }""");
        var flow = SchedulerConfig.Parse("""{ "_class_name": "FlowMatchEulerDiscreteScheduler", "shift": 3.0 }""");

        Should.Throw<SchedulerConfigException>(() => SchedulerCatalogue.Create(diffusion with { Class = "flow-euler" }, Twenty))
            .Message.ShouldContain("DDIMScheduler");
        Should.Throw<SchedulerConfigException>(() => SchedulerCatalogue.Create(flow with { Class = "euler" }, Twenty))
            .Message.ShouldContain("flow matching");
    }

    [Fact]
    public void Dynamic_shifting_without_a_size_is_refused_and_grows_with_it()
    {
        var flow = SchedulerConfig.Parse("""{ "_class_name": "FlowMatchEulerDiscreteScheduler", "use_dynamic_shifting": true }""");

        Should.Throw<SchedulerRunException>(() => SchedulerCatalogue.Create(flow, Twenty)).Message.ShouldContain("use_dynamic_shifting");
        // 4 096 tokens: μ is max_shift, and σ = ½ is shifted to e^μ / (e^μ + 1).
        var three = SchedulerCatalogue.Create(flow, new SchedulerRun { Steps = 3, LatentArea = 4 * 4096 });
        var shift = Math.Exp(1.15);
        var middle = (1 + 0.001) / 2;
        ((double)three.Sigmas[1]).ShouldBe(shift / (shift + 1 / middle - 1), 1e-6);
        SchedulerCatalogue.Create(flow, new SchedulerRun { Steps = 3, Mu = 1.15 }).Sigmas.ShouldBe(three.Sigmas);
        SchedulerCatalogue.Create(flow, new SchedulerRun { Steps = 3, LatentArea = 4 * 256 }).Sigmas[1].ShouldBeLessThan(three.Sigmas[1]);
    }

    [Fact]
    public void Infinity_as_python_writes_it_is_read()
    {
        var config = SchedulerConfig.Parse("""
            { "_class_name": "DPMSolverMultistepScheduler", "lambda_min_clipped": -Infinity, "_diffusers_version": "-Infinity" }
            """);

        config.LambdaMinClipped.ShouldBeNull();
        SchedulerCatalogue.Require(config);
    }

    [Fact]
    public void A_clipped_lambda_begins_the_schedule_later()
    {
        var clipped = SchedulerConfig.Parse("""
            { "_class_name": "DPMSolverMultistepScheduler", "beta_schedule": "squaredcos_cap_v2", "lambda_min_clipped": -5.1 }
            """);

        var sigmas = SchedulerCatalogue.Create(clipped, Twenty).Sigmas;
        sigmas[0].ShouldBeInRange(100, (float)Math.Exp(5.1));
        SchedulerCatalogue.Create(clipped with { LambdaMinClipped = null }, Twenty).Sigmas[0].ShouldBeGreaterThan(1000);
    }

    [Fact]
    public void Keys_that_were_filled_in_from_the_saving_classs_defaults_do_not_bind_another()
    {
        const string Json = """{ "_class_name": "EulerDiscreteScheduler", "timestep_spacing": "linspace" USED }""";
        var asked = SchedulerConfig.Parse(Json.Replace("USED", "", StringComparison.Ordinal)) with { Class = "ddim" };
        var used = """, "_use_default_values": ["timestep_spacing"] """;
        var filledIn = SchedulerConfig.Parse(Json.Replace("USED", used, StringComparison.Ordinal)) with { Class = "ddim" };

        SchedulerCatalogue.Create(asked, Twenty).Timesteps[0].ShouldBe(999);
        SchedulerCatalogue.Create(filledIn, Twenty).Timesteps[0].ShouldBe(950);
    }

    [Fact]
    public void An_unknown_class_is_refused_with_the_known_ones() =>
        Should.Throw<SchedulerConfigException>(() => SchedulerCatalogue.ClassOf("HeunDiscreteScheduler")).Message.ShouldContain("PNDMScheduler");

    [Theory]
    [InlineData("{", "not JSON")]
    [InlineData("[]", "not a JSON object")]
    [InlineData("{}", "_class_name")]
    public void Text_that_is_no_configuration_is_refused(string text, string why) =>
        Should.Throw<SchedulerConfigException>(() => SchedulerConfig.Parse(text)).Message.ShouldContain(why);
}
