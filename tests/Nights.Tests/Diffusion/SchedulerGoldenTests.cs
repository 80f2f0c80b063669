using Nights.Diffusion.Noise;
using Nights.Diffusion.Schedulers;

namespace Nights.Tests.Diffusion;

/// <summary>Trajectories of the reference schedulers; every file of the folder is a case, whatever its class, and a class we lack fails.</summary>
public sealed class SchedulerGoldenTests
{
    private const double Tolerance = 2e-4;
    private const double Relative = 1e-5;
    private const double NoiseTolerance = 2e-6;

    public static TheoryData<string> Cases() => [.. Golden.Files("schedulers", "*.json").Select(file => Path.GetFileName(file))];

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_trajectory_is_the_references(string file)
    {
        var golden = new SchedulerGoldenCase(file);
        var scheduler = golden.Create();
        scheduler.Begin.ShouldBe(golden.Begin);
        Close(scheduler.Timesteps, golden.Timesteps, Relative, "timesteps");
        if (golden.Sigmas is { } sigmas)
            Close(scheduler.Sigmas, sigmas, Relative, "sigmas");
        if (golden.InitialNoiseSigma is { } initial)
            Close([scheduler.InitialNoiseSigma], [initial], Relative, "init_noise_sigma");

        var latents = Start(golden, scheduler);
        var noise = new Replayed(golden.NoiseDrawn);
        golden.Latents.Count.ShouldBe(scheduler.Timesteps.Count - scheduler.Begin);
        var worst = 0.0;
        for (var step = scheduler.Begin; step < scheduler.Timesteps.Count; step++)
        {
            var input = new float[latents.Length];
            scheduler.ScaleInput(step, latents, input);
            scheduler.Step(step, SchedulerGoldenCase.Model(input, scheduler.Timesteps[step]), latents, noise);
            worst = Math.Max(worst, Worst(latents, golden.Latents[step - scheduler.Begin]));
            (worst <= Tolerance).ShouldBeTrue($"step {step} is {worst} off");
        }
        noise.Drawn.ShouldBe(golden.NoiseDrawn.Count, "draws from the noise source");
        TestContext.Current.TestOutputHelper?.WriteLine($"largest error {worst:E1}");
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_noise_of_torch_is_the_recorded_one(string file)
    {
        var golden = new SchedulerGoldenCase(file);
        var source = NoiseSources.Create(TorchCpuNoise.Name, golden.Seed);

        foreach (var expected in golden.NoiseDrawn.Prepend(golden.InitialNoise))
        {
            var drawn = new float[expected.Length];
            source.Fill(drawn);
            (Worst(drawn, expected) <= NoiseTolerance).ShouldBeTrue();
        }
    }

    private static float[] Start(SchedulerGoldenCase golden, IScheduler scheduler)
    {
        var latents = golden.InitialNoise;
        if (golden.CleanLatent is not { } clean)
            return [.. latents.Select(value => value * scheduler.InitialNoiseSigma)];
        scheduler.AddNoise(scheduler.Begin, clean, golden.InitialNoise, latents);
        (Worst(latents, golden.NoisedLatent.ShouldNotBeNull()) <= Tolerance).ShouldBeTrue("noised");
        return latents;
    }

    private static void Close(IReadOnlyList<float> actual, float[] expected, double relative, string what)
    {
        actual.Count.ShouldBe(expected.Length, what);
        for (var i = 0; i < expected.Length; i++)
            (Math.Abs((double)actual[i] - expected[i]) <= relative * Math.Abs(expected[i])).ShouldBeTrue($"{what}, element {i}: {actual[i]}, not {expected[i]}");
    }

    /// <summary>The largest difference; NaN if there is any, which no comparison passes.</summary>
    private static double Worst(float[] actual, float[] expected)
    {
        actual.Length.ShouldBe(expected.Length);
        return actual.Zip(expected, (a, b) => Math.Abs((double)a - b)).Aggregate(0.0, Math.Max);
    }

    private sealed class Replayed(IReadOnlyList<float[]> draws) : INoiseSource
    {
        public int Drawn { get; private set; }

        public void Fill(Span<float> values)
        {
            Drawn.ShouldBeLessThan(draws.Count, "the reference drew no more noise");
            draws[Drawn++].CopyTo(values);
        }
    }
}
