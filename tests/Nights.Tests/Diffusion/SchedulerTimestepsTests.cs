using Nights.Diffusion.Schedulers;

namespace Nights.Tests.Diffusion;

/// <summary>Where the steps of a run lie. Whole timesteps were computed with numpy, by the reference's expressions.</summary>
public sealed class SchedulerTimestepsTests
{
    [Fact]
    public void Trailing_steps_begin_at_the_last_timestep_even_when_they_do_not_divide_it() =>
        Create("EulerDiscreteScheduler", """ "timestep_spacing": "trailing" """, 30).Timesteps[0].ShouldBe(999);

    /// <summary>At these counts some timesteps fall half-way, and the last bit of numpy's reckoning decides.</summary>
    [Fact]
    public void Steps_that_fall_half_way_are_rounded_as_numpy_rounds_them()
    {
        Create("DDIMScheduler", """ "timestep_spacing": "trailing" """, 48).Timesteps.ShouldBe(
            [999, 978, 957, 936, 916, 895, 874, 853, 832, 811, 791, 770, 749, 728, 707, 686, 666, 645, 624, 603, 582, 561, 541, 520,
            499, 478, 457, 436, 416, 395, 374, 353, 332, 311, 291, 270, 249, 228, 207, 186, 166, 145, 124, 103, 82, 61, 41, 20]);
        Create("DPMSolverMultistepScheduler", """ "timestep_spacing": "linspace" """, 30).Timesteps.ShouldBe(
            [999, 966, 932, 899, 866, 832, 799, 766, 733, 699, 666, 633, 599, 566, 533,
            499, 466, 433, 400, 366, 333, 300, 266, 233, 200, 166, 133, 100, 67, 33]);
    }

    /// <summary>numpy.arange gives one value more here, which would be timestep -1.</summary>
    [Theory]
    [InlineData(61)]
    [InlineData(103)]
    public void Trailing_never_lays_a_step_beyond_the_first_timestep(int steps)
    {
        var timesteps = Create("DDIMScheduler", """ "timestep_spacing": "trailing" """, steps).Timesteps;

        timesteps.Count.ShouldBe(steps);
        timesteps[^1].ShouldBeGreaterThanOrEqualTo(0);
    }

    [Fact]
    public void Leading_steps_take_no_more_than_the_schedule_has()
    {
        Should.Throw<SchedulerRunException>(() => Create("UniPCMultistepScheduler", """ "timestep_spacing": "leading" """, 1000)).Message.ShouldContain("999");
        Should.Throw<SchedulerConfigException>(() => Create("DDIMScheduler", """ "steps_offset": 900 """, 4)).Message.ShouldContain("steps_offset");
    }

    [Theory]
    [InlineData("DPMSolverMultistepScheduler", "use_exponential_sigmas")]
    [InlineData("DPMSolverMultistepScheduler", "use_lu_lambdas")]
    [InlineData("UniPCMultistepScheduler", "use_exponential_sigmas")]
    [InlineData("EulerDiscreteScheduler", "use_exponential_sigmas")]
    public void Exponential_sigmas_are_even_in_their_logarithm(string scheduler, string key)
    {
        var sigmas = Create(scheduler, $$""" "{{key}}": true """, 9).Sigmas;

        sigmas.Count.ShouldBe(10);
        for (var i = 1; i < 8; i++)
            Math.Log(sigmas[i]).ShouldBe((Math.Log(sigmas[i - 1]) + Math.Log(sigmas[i + 1])) / 2, 1e-6);
    }

    [Fact]
    public void The_ends_of_karras_sigmas_can_be_given()
    {
        var sigmas = Create("EulerDiscreteScheduler",
            """ "use_karras_sigmas": true, "sigma_min": 0.002, "sigma_max": 700.0, "timestep_type": "continuous", "prediction_type": "v_prediction" """, 5);

        ((double)sigmas.Sigmas[0]).ShouldBe(700, 1e-3);
        ((double)sigmas.Sigmas[4]).ShouldBe(0.002, 1e-8);
        ((double)sigmas.Timesteps[0]).ShouldBe(0.25 * Math.Log(700), 1e-6);
    }

    [Fact]
    public void Log_linear_interpolation_ends_at_the_least_sigma()
    {
        var scheduler = Create("EulerDiscreteScheduler", """ "interpolation_type": "log_linear" """, 4);

        scheduler.Timesteps.Count.ShouldBe(4);
        scheduler.Sigmas.Count.ShouldBe(6);
        ((double)scheduler.Sigmas[4]).ShouldBe(0.0100005, 1e-6);
        scheduler.Sigmas[5].ShouldBe(0);
    }

    /// <summary>Quantiles by scipy.special.betaincinv(0.6, 0.6, share).</summary>
    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.001, 1.8558738517451997e-05)]
    [InlineData(0.01, 0.0008612388215429068)]
    [InlineData(0.1, 0.039584405588780854)]
    [InlineData(0.25, 0.17568037865269504)]
    [InlineData(0.5, 0.5)]
    [InlineData(0.7, 0.765982996124764)]
    [InlineData(0.999, 0.9999814412614826)]
    [InlineData(1, 1)]
    public void Beta_sigmas_lie_at_the_quantiles_of_their_distribution(double share, double quantile)
    {
        // 1001 levels: one lies at every thousandth of the distribution.
        var scheduler = Create("FlowMatchEulerDiscreteScheduler", """ "use_beta_sigmas": true """, 1001);
        var (largest, least) = (1.0, 0.001);

        ((double)scheduler.Sigmas[(int)Math.Round((1 - share) * 1000)]).ShouldBe(least + quantile * (largest - least), 1e-7);
    }

    [Fact]
    public void A_terminal_shift_ends_the_schedule_where_it_says()
    {
        var scheduler = Create("FlowMatchEulerDiscreteScheduler", """ "shift": 3.0, "shift_terminal": 0.1 """, 8);

        ((double)scheduler.Sigmas[0]).ShouldBe(1, 1e-6);
        ((double)scheduler.Sigmas[7]).ShouldBe(0.1, 1e-6);
    }

    private static IScheduler Create(string scheduler, string keys, int steps) => SchedulerCatalogue.Create(
        SchedulerConfig.Parse($$"""{ "_class_name": "{{scheduler}}", {{keys}} }"""), new SchedulerRun { Steps = steps });
}
