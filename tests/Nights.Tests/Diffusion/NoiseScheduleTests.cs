using Nights.Diffusion.Schedulers;

namespace Nights.Tests.Diffusion;

public sealed class NoiseScheduleTests
{
    private const string StableDiffusion = """ "beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear" """;

    [Fact]
    public void The_stable_diffusion_schedule_has_its_known_values()
    {
        var schedule = Schedule("DDIMScheduler", StableDiffusion);

        schedule.Alphas[0].ShouldBe(0.99915, 1e-6);
        schedule.Alphas[1].ShouldBe(0.998296, 1e-6);
        schedule.Alphas[500].ShouldBe(0.276333, 1e-6);
        schedule.Alphas[999].ShouldBe(0.0046601, 1e-7);
        schedule.Sigma(999).ShouldBe(14.614645004, 1e-5);
    }

    [Fact]
    public void Lcm_alone_defaults_to_it()
    {
        Schedule("LCMScheduler", """ "steps_offset": 0 """).Alphas.ShouldBe(Schedule("DDIMScheduler", StableDiffusion).Alphas);
        Schedule("DDIMScheduler", """ "steps_offset": 0 """).Alphas[999].ShouldBe(4.0358e-5, 1e-8);
    }

    [Fact]
    public void Without_signal_at_the_end_the_last_timestep_is_pure_noise_and_the_first_stays()
    {
        var before = Schedule("DDIMScheduler", StableDiffusion);
        var after = Schedule("DDIMScheduler", StableDiffusion + """, "rescale_betas_zero_snr": true """);

        after.Alphas[0].ShouldBe(before.Alphas[0], 1e-7);
        after.Alphas[999].ShouldBe(0);
        var (first, middle, last) = (Math.Sqrt(before.Alphas[0]), Math.Sqrt(before.Alphas[500]), Math.Sqrt(before.Alphas[999]));
        Math.Sqrt(after.Alphas[500]).ShouldBe((middle - last) * first / (first - last), 1e-5);
    }

    [Theory]
    [InlineData("EulerDiscreteScheduler")]
    [InlineData("EulerAncestralDiscreteScheduler")]
    [InlineData("DPMSolverMultistepScheduler")]
    [InlineData("UniPCMultistepScheduler")]
    public void Classes_that_reckon_in_sigma_then_begin_at_the_largest_finite_one(string scheduler)
    {
        var config = Config(scheduler, StableDiffusion + """, "rescale_betas_zero_snr": true, "timestep_spacing": "trailing" """);

        ((double)SchedulerCatalogue.Create(config, new SchedulerRun { Steps = 5 }).Sigmas[0]).ShouldBe(Math.Sqrt(Math.Pow(2, 24) - 1), 1e-3);
    }

    [Fact]
    public void Pndm_has_no_such_key_and_is_not_reached_by_it()
    {
        var plain = Config("PNDMScheduler", StableDiffusion);
        float[] with = new float[2], without = new float[2];
        SchedulerCatalogue.Create(plain with { RescaleBetasZeroSnr = true }, new SchedulerRun { Steps = 5 }).AddNoise(0, [1, 2], [3, 4], with);
        SchedulerCatalogue.Create(plain, new SchedulerRun { Steps = 5 }).AddNoise(0, [1, 2], [3, 4], without);

        with.ShouldBe(without);
    }

    [Fact]
    public void The_sigmoid_and_the_trained_betas_are_heeded()
    {
        Schedule("DDPMScheduler", """ "beta_schedule": "sigmoid", "num_train_timesteps": 3, "beta_start": 0.1, "beta_end": 0.3 """).Alphas[1]
            .ShouldBe((1 - (0.1 + 0.2 / (1 + Math.Exp(6)))) * (1 - 0.2), 1e-6);
        Schedule("DDIMScheduler", """ "trained_betas": [0.1, 0.5], "num_train_timesteps": 2 """).Alphas[1].ShouldBe(0.9 * 0.5, 1e-6);
    }

    private static NoiseSchedule Schedule(string scheduler, string keys) => NoiseSchedule.From(Config(scheduler, keys));

    private static SchedulerConfig Config(string scheduler, string keys) => SchedulerConfig.Parse($$"""{ "_class_name": "{{scheduler}}", {{keys}} }""");
}
