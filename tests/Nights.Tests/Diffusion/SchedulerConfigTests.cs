using Nights.Diffusion.Schedulers;

namespace Nights.Tests.Diffusion;

public sealed class SchedulerConfigTests
{
    [Fact]
    public void The_published_configuration_of_stable_diffusion_is_read()
    {
        var config = SchedulerConfig.Parse("""
            { "_class_name": "PNDMScheduler", "_diffusers_version": "0.6.0", "beta_end": 0.012, "beta_schedule": "scaled_linear", "beta_start": 0.00085,
              "num_train_timesteps": 1000, "set_alpha_to_one": false, "skip_prk_steps": true, "steps_offset": 1, "trained_betas": null, "clip_sample": false }
            """);

        config.Class.ShouldBe("PNDMScheduler");
        config.SkipPrkSteps.ShouldBeTrue();
        SchedulerCatalogue.Create(config, new SchedulerRun { Steps = 20 }).Timesteps.ShouldBe([951, 901, 901, 851, 801, 751, 701, 651, 601, 551, 501, 451, 401, 351, 301, 251, 201, 151, 101, 51, 1]);
    }

    [Theory]
    [InlineData(""" "trained_betas": [0.1] """, "trained_betas")]
    [InlineData(""" "thresholding": true """, "thresholding")]
    [InlineData(""" "final_sigmas_type": "sigma_min" """, "final_sigmas_type")]
    [InlineData(""" "a_key_of_the_future": 3 """, "a_key_of_the_future")]
    [InlineData(""" "prediction_type": "flow" """, "flow")]
    [InlineData(""" "timestep_spacing": "odd" """, "odd")]
    [InlineData(""" "steps_offset": "one" """, "steps_offset")]
    [InlineData(""" "num_train_timesteps": null """, "num_train_timesteps")]
    public void What_would_change_the_result_is_refused_by_name(string key, string named) =>
        Should.Throw<SchedulerConfigException>(() => SchedulerConfig.Parse($$"""{ "_class_name": "DDIMScheduler", {{key}} }""")).Message.ShouldContain(named);

    [Fact]
    public void An_unknown_class_is_refused_with_the_known_ones() =>
        Should.Throw<SchedulerConfigException>(() => SchedulerCatalogue.ClassOf("HeunDiscreteScheduler")).Message.ShouldContain("PNDMScheduler");

    [Fact]
    public void Text_that_is_no_json_is_refused() => Should.Throw<SchedulerConfigException>(() => SchedulerConfig.Parse("{")).Message.ShouldContain("not JSON");

    [Fact]
    public void Trailing_steps_begin_at_the_last_timestep_even_when_they_do_not_divide_it() =>
        SchedulerCatalogue.Create(SchedulerConfig.Parse("""{ "_class_name": "EulerDiscreteScheduler", "timestep_spacing": "trailing" }"""), new SchedulerRun { Steps = 30 }).Timesteps[0].ShouldBe(999);
}
