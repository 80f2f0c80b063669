using Nights.Diffusion.Noise;
using Nights.Diffusion.Schedulers;

namespace Nights.Tests.Diffusion;

/// <summary>The constants of the reference's own tests: ten steps over the model x·t/(t+1), the sum of absolute values at the end.</summary>
public sealed class SchedulerConstantsTests
{
    private const int Steps = 10;
    private static readonly float[] Sample = Permuted(i => i / 768f);
    private static readonly float[] ReversedSample = Permuted(i => (767 - i) / 768f);

    [Theory]
    [InlineData("", 172.0067)]
    [InlineData("""  "prediction_type": "v_prediction" """, 52.5302)]
    [InlineData(""" "set_alpha_to_one": true, "beta_start": 0.01 """, 149.8295)]
    [InlineData(""" "set_alpha_to_one": false, "beta_start": 0.01 """, 149.0784)]
    public void Ddim(string keys, double sum) => Sum(Run(Config("DDIMScheduler", keys), Sample)).ShouldBe(sum, 0.01);

    [Fact]
    public void Ddim_from_the_eighth_step() => Sum(RunFrom(8, Config("DDIMScheduler", ""))).ShouldBe(354.5418, 0.01);

    [Theory]
    [InlineData("", 198.1318)]
    [InlineData(""" "prediction_type": "v_prediction" """, 67.3986)]
    [InlineData(""" "set_alpha_to_one": true, "beta_start": 0.01 """, 230.0399)]
    [InlineData(""" "set_alpha_to_one": false, "beta_start": 0.01 """, 186.9482)]
    public void Pndm_with_runge_kutta(string keys, double sum) => Sum(Run(Config("PNDMScheduler", keys), Sample)).ShouldBe(sum, 0.01);

    [Fact]
    public void Pndm_calls_the_model_at_the_references_timesteps() =>
        SchedulerCatalogue.Create(Config("PNDMScheduler", """ "steps_offset": 1 """), new SchedulerRun { Steps = Steps }).Timesteps
            .ShouldBe([901, 851, 851, 801, 801, 751, 751, 701, 701, 651, 651, 601, 601, 501, 401, 301, 201, 101, 1]);

    [Theory]
    [InlineData("", 10.0807, 0.001)]
    [InlineData(""" "prediction_type": "v_prediction" """, 0.0002, 0.0005)]
    [InlineData(""" "use_karras_sigmas": true """, 124.5230, 0.01)]
    public void Euler(string keys, double sum, double tolerance)
    {
        var scheduler = SchedulerCatalogue.Create(EulerConfig(keys), new SchedulerRun { Steps = Steps });
        float[] latents = [.. Sample.Select(x => x * scheduler.InitialNoiseSigma)];

        Sum(Run(scheduler, latents, 0)).ShouldBe(sum, tolerance);
    }

    [Fact]
    public void Euler_from_the_eighth_step()
    {
        var scheduler = SchedulerCatalogue.Create(EulerConfig(""), new SchedulerRun { Steps = Steps });
        float[] clean = [.. Sample.Select(x => x * scheduler.InitialNoiseSigma)];
        var latents = new float[clean.Length];
        scheduler.AddNoise(8, clean, ReversedSample, latents);

        Sum(Run(scheduler, latents, 8)).ShouldBe(57062.93, 5);
    }

    [Fact]
    public void The_stable_diffusion_schedule_has_its_known_values()
    {
        var schedule = NoiseSchedule.From(Config("DDIMScheduler", """ "beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear" """));

        schedule.Alphas[0].ShouldBe(0.99915, 1e-6);
        schedule.Alphas[1].ShouldBe(0.998296, 1e-6);
        schedule.Alphas[500].ShouldBe(0.276333, 1e-5);
        schedule.Alphas[999].ShouldBe(0.0046601, 1e-6);
        schedule.Sigma(999).ShouldBe(14.61464, 1e-4);
    }

    private static SchedulerConfig Config(string scheduler, string keys) =>
        SchedulerConfig.Parse($$"""{ "_class_name": "{{scheduler}}" {{(keys.Length > 0 ? "," + keys : "")}} }""");

    private static SchedulerConfig EulerConfig(string keys) =>
        Config("EulerDiscreteScheduler", """ "num_train_timesteps": 1100 """ + (keys.Length > 0 ? "," + keys : ""));

    private static float[] Run(SchedulerConfig config, float[] sample) => Run(SchedulerCatalogue.Create(config, new SchedulerRun { Steps = Steps }), [.. sample], 0);

    private static float[] RunFrom(int begin, SchedulerConfig config)
    {
        var scheduler = SchedulerCatalogue.Create(config, new SchedulerRun { Steps = Steps });
        var latents = new float[Sample.Length];
        scheduler.AddNoise(begin, Sample, ReversedSample, latents);
        return Run(scheduler, latents, begin);
    }

    /// <summary>As the reference's tests do, the scaled latents are passed on to the step.</summary>
    private static float[] Run(IScheduler scheduler, float[] latents, int begin)
    {
        for (var step = begin; step < scheduler.Timesteps.Count; step++)
        {
            var t = scheduler.Timesteps[step];
            scheduler.ScaleInput(step, [.. latents], latents);
            scheduler.Step(step, [.. latents.Select(x => x * t / (t + 1))], latents, new TorchCpuNoise(0));
        }
        return latents;
    }

    private static double Sum(float[] latents) => latents.Sum(x => (double)Math.Abs(x));

    /// <summary>Values of shape 3 × 8 × 8 × 4 with the last axis brought to the front.</summary>
    private static float[] Permuted(Func<int, float> value) => [.. Enumerable.Range(0, 768).Select(to => value(to % 192 * 4 + to / 192))];
}
