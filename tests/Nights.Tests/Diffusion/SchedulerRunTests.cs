using Nights.Diffusion.Noise;
using Nights.Diffusion.Schedulers;

namespace Nights.Tests.Diffusion;

/// <summary>What holds for every scheduler, whatever its mathematics.</summary>
public sealed class SchedulerRunTests
{
    private const int Length = 256;

    /// <summary>Configurations that go through every branch that touches latents.</summary>
    public static TheoryData<string> Configurations() =>
    [
        .. SchedulerCatalogue.Names.Select(name => $$"""{ "_class_name": "{{SchedulerCatalogue.ClassOf(name)}}" }""").Distinct(),
        """{ "_class_name": "DDIMScheduler", "thresholding": true, "sample_max_value": 1.5 }""",
        """{ "_class_name": "DDPMScheduler", "thresholding": true, "variance_type": "fixed_large" }""",
        """{ "_class_name": "PNDMScheduler", "skip_prk_steps": true, "steps_offset": 1 }""",
        """{ "_class_name": "DPMSolverMultistepScheduler", "solver_order": 3, "thresholding": true }""",
        """{ "_class_name": "DPMSolverMultistepScheduler", "algorithm_type": "sde-dpmsolver++", "use_karras_sigmas": true }""",
        """{ "_class_name": "DPMSolverMultistepScheduler", "algorithm_type": "dpmsolver", "final_sigmas_type": "sigma_min", "thresholding": true }""",
        """{ "_class_name": "DPMSolverMultistepScheduler", "algorithm_type": "sde-dpmsolver", "final_sigmas_type": "sigma_min", "solver_type": "heun" }""",
        """{ "_class_name": "UniPCMultistepScheduler", "solver_order": 3, "solver_type": "bh1", "thresholding": true }""",
        """{ "_class_name": "UniPCMultistepScheduler", "predict_x0": false, "final_sigmas_type": "sigma_min", "use_beta_sigmas": true }""",
        """{ "_class_name": "LCMScheduler", "clip_sample": true }""",
        """{ "_class_name": "FlowMatchEulerDiscreteScheduler", "use_dynamic_shifting": true, "stochastic_sampling": true }""",
    ];

    [Theory]
    [MemberData(nameof(Configurations))]
    public void The_same_run_gives_the_same_latents(string json) => Run(json, seeds: [3]).ShouldBe(Run(json, seeds: [3]));

    [Theory]
    [MemberData(nameof(Configurations))]
    public void A_row_of_a_batch_is_what_it_is_alone(string json)
    {
        var batch = Run(json, seeds: [1, 2, 3]);

        batch[Length..(2 * Length)].ShouldBe(Run(json, seeds: [2]));
        batch[..Length].ShouldNotBe(batch[Length..(2 * Length)]);
    }

    [Theory]
    [MemberData(nameof(Configurations))]
    public void What_is_not_a_number_passes_through(string json)
    {
        var scheduler = Create(json, new SchedulerRun { Steps = 8, LatentArea = 4096 });
        var latents = new float[Length];
        latents[17] = float.NaN;

        Lead(scheduler, latents, new TorchCpuNoise(5));

        latents[17].ShouldBe(float.NaN);
    }

    [Theory]
    [MemberData(nameof(Configurations))]
    public void A_run_at_strength_runs_the_end_of_the_schedule_and_leads_somewhere(string json)
    {
        var whole = Create(json, new SchedulerRun { Steps = 8, LatentArea = 4096 });
        var late = Create(json, new SchedulerRun { Steps = 8, Strength = 0.6, LatentArea = 4096 });
        var isLcm = json.Contains("LCM", StringComparison.Ordinal);

        whole.Begin.ShouldBe(0);
        late.Begin.ShouldBe(isLcm ? 0 : 4);
        if (isLcm)
            late.Timesteps[0].ShouldBe(30 * 20 - 1);
        else
            late.Timesteps.ShouldBe(whole.Timesteps);
        var latents = new float[Length];
        late.AddNoise(late.Begin, new float[Length], Noise(9), latents);
        Lead(late, latents, new TorchCpuNoise(5));
        latents.ShouldAllBe(value => float.IsFinite(value));
    }

    [Theory]
    [MemberData(nameof(Configurations))]
    public void A_step_takes_no_memory_that_grows_with_the_latents(string json)
    {
        const int Budget = 16 * 1024;
        var latents = new float[3 * 4 * 64 * 64];
        var scheduler = Create(json, new SchedulerRun { Steps = 20, Rows = 3, LatentArea = 4096 });
        float[] input = new float[latents.Length], prediction = new float[latents.Length];
        var noise = new NoiseByRow([new TorchCpuNoise(1), new TorchCpuNoise(2), new TorchCpuNoise(3)]);
        noise.Fill(latents);
        noise.Fill(prediction);

        for (var step = 0; step < scheduler.Timesteps.Count; step++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            scheduler.ScaleInput(step, latents, input);
            scheduler.Step(step, prediction, latents, noise);
            // The first steps take the buffers; PNDM with Runge-Kutta fills its history at every fourth call.
            if (step >= 13)
                (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(Budget, $"step {step}");
        }
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(-0.5)]
    [InlineData(1.01)]
    [InlineData(double.NaN)]
    [InlineData(0.01)]
    public void A_strength_that_leaves_nothing_to_run_is_refused(double strength)
    {
        foreach (var name in SchedulerCatalogue.Names)
            Should.Throw<SchedulerRunException>(() => Create(Bare(name), new SchedulerRun { Steps = 20, Strength = strength, LatentArea = 4096 }))
                .Message.ShouldContain($"trength {strength}", customMessage: name);
    }

    [Fact]
    public void What_belongs_to_another_class_is_refused()
    {
        Should.Throw<SchedulerRunException>(() => Create(Bare("euler"), new SchedulerRun { Steps = 4, Eta = 1 })).Message.ShouldContain("eta");
        Should.Throw<SchedulerRunException>(() => Create(Bare("ddim"), new SchedulerRun { Steps = 4, Eta = 2 })).Message.ShouldContain("0 to 1");
        Should.Throw<SchedulerRunException>(() => Create(Bare("ddim"), new SchedulerRun { Steps = 4, OriginalSteps = 50 })).Message.ShouldContain("LCMScheduler");
    }

    [Fact]
    public void More_steps_than_the_schedule_has_are_refused()
    {
        Should.Throw<SchedulerRunException>(() => Create(Bare("ddim"), new SchedulerRun { Steps = 1001 })).Message.ShouldContain("1 to 1000");
        Should.Throw<SchedulerRunException>(() => Create(Bare("ddim"), new SchedulerRun { Steps = 0 })).Message.ShouldContain("at least 1");
        Should.Throw<SchedulerRunException>(() => Create(Bare("lcm"), new SchedulerRun { Steps = 51 })).Message.ShouldContain("50");
    }

    private static string Bare(string name) => $$"""{ "_class_name": "{{SchedulerCatalogue.ClassOf(name)}}" }""";

    private static IScheduler Create(string json, SchedulerRun run) => SchedulerCatalogue.Create(SchedulerConfig.Parse(json), run);

    private static float[] Run(string json, long[] seeds)
    {
        var scheduler = Create(json, new SchedulerRun { Steps = 8, Rows = seeds.Length, LatentArea = 4096 });
        var noise = new NoiseByRow([.. seeds.Select(seed => new TorchCpuNoise(seed))]);
        var latents = new float[seeds.Length * Length];
        noise.Fill(latents);
        Lead(scheduler, latents, noise);
        return latents;
    }

    private static void Lead(IScheduler scheduler, float[] latents, INoiseSource noise)
    {
        var input = new float[latents.Length];
        for (var step = scheduler.Begin; step < scheduler.Timesteps.Count; step++)
        {
            scheduler.ScaleInput(step, latents, input);
            scheduler.Step(step, SchedulerGoldenCase.Model(input, scheduler.Timesteps[step]), latents, noise);
        }
    }

    private static float[] Noise(long seed)
    {
        var values = new float[Length];
        new TorchCpuNoise(seed).Fill(values);
        return values;
    }
}
