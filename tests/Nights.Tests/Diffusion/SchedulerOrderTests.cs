using Nights.Diffusion.Noise;
using Nights.Diffusion.Schedulers;

namespace Nights.Tests.Diffusion;

/// <summary>
/// How fast the error of every deterministic solver falls with the steps, against the closed form of a Gaussian: the slope of log error over log steps.
/// From 40 steps the leading term rules; beyond 160 the rounding of float32 begins to show in the methods of order 2.
/// </summary>
public sealed class SchedulerOrderTests
{
    private static readonly int[] Steps = [40, 80, 160];
    private static readonly float[] Start = [.. Enumerable.Range(0, 64).Select(i => (i - 31.5f) / 16)];

    public static TheoryData<string, string, PredictionType, double> Solvers()
    {
        var data = new TheoryData<string, string, PredictionType, double>();
        foreach (var type in Enum.GetValues<PredictionType>())
        {
            data.Add("DDIMScheduler", "", type, 1);
            data.Add("EulerDiscreteScheduler", "", type, 1);
            data.Add("DPMSolverMultistepScheduler", "order 1", type, 1);
            data.Add("DPMSolverMultistepScheduler", "", type, 2);
            data.Add("DPMSolverMultistepScheduler", "heun", type, 2);
            data.Add("DPMSolverMultistepScheduler", "of noise", type, 2);
            data.Add("DPMSolverMultistepScheduler", "heun of noise", type, 2);
            data.Add("UniPCMultistepScheduler", "", type, 2);
            // The corrector adds an order, which the first step, of order 1, then caps at 2.
            data.Add("UniPCMultistepScheduler", "order 1", type, 2);
            data.Add("UniPCMultistepScheduler", "order 3", type, 2);
        }
        data.Add("PNDMScheduler", "", PredictionType.Epsilon, 2);
        // The reference combines velocities of several timesteps and only then turns them into noise at one, which costs PNDM its order.
        data.Add("PNDMScheduler", "", PredictionType.Velocity, 1);
        return data;
    }

    [Theory]
    [MemberData(nameof(Solvers))]
    public void The_error_falls_with_the_order_of_the_method(string scheduler, string variant, PredictionType type, double order)
    {
        var config = GaussianOracle.EvenSchedule(scheduler, type);
        config = config with
        {
            SolverOrder = variant switch { "order 1" => 1, "order 3" => 3, _ => 2 },
            SolverType = variant.StartsWith("heun", StringComparison.Ordinal) ? "heun" : null,
            AlgorithmType = variant.EndsWith("of noise", StringComparison.Ordinal) ? "dpmsolver" : null,
        };

        Slope(steps => Error(config, steps)).ShouldBe(order, 0.15);
    }

    [Fact]
    public void Flow_matching_by_eulers_method_is_of_order_1() => Slope(FlowError).ShouldBe(1, 0.15);

    [Fact]
    public void Every_solver_of_order_2_is_far_closer_than_ddim_at_20_steps()
    {
        var ddim = Error(GaussianOracle.EvenSchedule("DDIMScheduler", PredictionType.Epsilon), 20);
        foreach (var scheduler in new[] { "PNDMScheduler", "DPMSolverMultistepScheduler", "UniPCMultistepScheduler" })
            Error(GaussianOracle.EvenSchedule(scheduler, PredictionType.Epsilon), 20).ShouldBeLessThan(ddim / 20, scheduler);
    }

    private static double Error(SchedulerConfig config, int steps)
    {
        var oracle = new GaussianOracle(config, mean: 0.5, deviation: 0.4);
        var scheduler = SchedulerCatalogue.Create(config, new SchedulerRun { Steps = steps });
        var (from, to) = (oracle.Sigma(scheduler.Timesteps[0]), oracle.Sigma(0));
        // Euler's latents carry σ, the others' have unit variance.
        var carriesSigma = scheduler.InitialNoiseSigma != 1;
        float[] latents = [.. Start.Select(x => carriesSigma ? (float)(x * Math.Sqrt(1 + from * from)) : x)];
        var input = new float[latents.Length];
        for (var step = 0; step < scheduler.Timesteps.Count; step++)
        {
            scheduler.ScaleInput(step, latents, input);
            scheduler.Step(step, oracle.Predict(input, scheduler.Timesteps[step]), latents, new TorchCpuNoise(0));
        }
        var scale = carriesSigma ? Math.Sqrt(1 + to * to) : 1;
        return Start.Zip(latents, (x, end) => Math.Abs(oracle.Exact(x, from, to) - end / scale)).Max();
    }

    /// <summary>The same for x = (1-σ)·clean + σ·noise and a network that predicts noise - clean; the run ends at the clean latents.</summary>
    private static double FlowError(int steps)
    {
        const double Mean = 0.5, Deviation = 0.4;
        var scheduler = SchedulerCatalogue.Create(new SchedulerConfig { Class = "FlowMatchEulerDiscreteScheduler", Shift = 3 }, new SchedulerRun { Steps = steps });
        float[] latents = [.. Start];
        for (var step = 0; step < steps; step++)
        {
            double noise = scheduler.Sigmas[step], signal = 1 - noise;
            var variance = signal * signal * Deviation * Deviation + noise * noise;
            float[] velocity = [.. latents.Select(x => (x - signal * Mean) / variance)
                .Select(pull => (float)(noise * pull - Mean - signal * Deviation * Deviation * pull))];
            scheduler.Step(step, velocity, latents, new TorchCpuNoise(0));
        }
        return Start.Zip(latents, (x, end) => Math.Abs(Mean + x * Deviation - end)).Max();
    }

    /// <summary>The order of convergence: least squares of -log error over log steps.</summary>
    private static double Slope(Func<int, double> error)
    {
        var points = Steps.Select(steps => (X: Math.Log(steps), Y: -Math.Log(error(steps)))).ToArray();
        var (x, y) = (points.Average(point => point.X), points.Average(point => point.Y));
        return points.Sum(point => (point.X - x) * (point.Y - y)) / points.Sum(point => (point.X - x) * (point.X - x));
    }
}
