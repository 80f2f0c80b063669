using Nights.Diffusion.Noise;
using Nights.Diffusion.Schedulers;

namespace Nights.Tests.Diffusion;

/// <summary>
/// Every order and variant of the multistep solvers over the model of <see cref="SchedulerConstantsTests"/>: sums of absolute values that numpy computed in
/// double precision, step by step, by the expressions of diffusers, which adds differences where we weigh outputs. Stochastic ones are given the same
/// noise at every step.
/// </summary>
public sealed class SolverVariantTests
{
    private const int Steps = 10;
    private const double Tolerance = 2e-5;
    private static readonly float[] Sample = Permuted(i => i / 768f);
    private static readonly float[] Noise = Permuted(i => (767 - i) / 768f);

    [Theory]
    [InlineData("dpmsolver++", 1, "midpoint", 172.2642)]
    [InlineData("dpmsolver++", 2, "midpoint", 253.5514)]
    [InlineData("dpmsolver++", 2, "heun", 292.1282)]
    [InlineData("dpmsolver++", 3, "midpoint", 176.9653)]
    [InlineData("dpmsolver", 1, "midpoint", 172.2642)]
    [InlineData("dpmsolver", 2, "midpoint", 223.5860)]
    [InlineData("dpmsolver", 2, "heun", 203.6040)]
    [InlineData("dpmsolver", 3, "midpoint", 204.9882)]
    [InlineData("sde-dpmsolver++", 1, "midpoint", 355.6073)]
    [InlineData("sde-dpmsolver++", 2, "midpoint", 576.3984)]
    [InlineData("sde-dpmsolver++", 2, "heun", 745.7107)]
    [InlineData("sde-dpmsolver++", 3, "midpoint", 931.6123)]
    [InlineData("sde-dpmsolver", 1, "midpoint", 336.2893)]
    [InlineData("sde-dpmsolver", 2, "midpoint", 1347.6804)]
    [InlineData("sde-dpmsolver", 2, "heun", 279.2467)]
    public void Dpm_solver(string algorithm, int order, string solver, double sum) =>
        Sum(new SchedulerConfig
        {
            Class = "DPMSolverMultistepScheduler",
            AlgorithmType = algorithm,
            SolverOrder = order,
            SolverType = solver,
            LowerOrderFinal = false,
            FinalSigmasType = "sigma_min",
        }).ShouldBe(sum, Tolerance * sum);

    [Fact]
    public void Dpm_solver_that_ends_in_lower_orders() =>
        Sum(new SchedulerConfig { Class = "DPMSolverMultistepScheduler", SolverOrder = 3, FinalSigmasType = "sigma_min" }).ShouldBe(190.1711, 0.005);

    [Theory]
    [InlineData(1, "bh1", true, 180.3349)]
    [InlineData(1, "bh1", false, 190.9933)]
    [InlineData(1, "bh2", true, 178.4625)]
    [InlineData(1, "bh2", false, 197.2382)]
    [InlineData(2, "bh1", true, 193.5755)]
    [InlineData(2, "bh1", false, 189.5346)]
    [InlineData(2, "bh2", true, 189.2318)]
    [InlineData(2, "bh2", false, 187.3961)]
    [InlineData(3, "bh1", true, 193.6001)]
    [InlineData(3, "bh1", false, 187.8837)]
    [InlineData(3, "bh2", true, 189.9729)]
    [InlineData(3, "bh2", false, 185.5232)]
    [InlineData(4, "bh1", true, 193.6123)]
    [InlineData(4, "bh1", false, 187.0134)]
    [InlineData(4, "bh2", true, 189.9896)]
    [InlineData(4, "bh2", false, 183.1640)]
    public void Uni_pc(int order, string solver, bool ofClean, double sum) =>
        Sum(UniPc(order) with { SolverType = solver, PredictX0 = ofClean }).ShouldBe(sum, Tolerance * sum);

    [Fact]
    public void Uni_pc_without_its_corrector_at_first() => Sum(UniPc(2) with { DisableCorrector = [0, 1, 2] }).ShouldBe(189.1227, 0.005);

    [Fact]
    public void Uni_pc_in_full_order_to_the_end() => Sum(UniPc(2) with { LowerOrderFinal = false }).ShouldBe(256.0753, 0.005);

    [Fact]
    public void Uni_pc_to_no_noise_at_all() => Sum(UniPc(3) with { FinalSigmasType = "zero" }).ShouldBe(187.5004, 0.005);

    private static SchedulerConfig UniPc(int order) => new() { Class = "UniPCMultistepScheduler", SolverOrder = order, FinalSigmasType = "sigma_min" };

    private static double Sum(SchedulerConfig config)
    {
        var scheduler = SchedulerCatalogue.Create(config, new SchedulerRun { Steps = Steps });
        float[] latents = [.. Sample];
        for (var step = 0; step < Steps; step++)
        {
            var t = scheduler.Timesteps[step];
            scheduler.Step(step, [.. latents.Select(x => x * t / (t + 1))], latents, new Fixed());
        }
        return latents.Sum(x => (double)Math.Abs(x));
    }

    /// <summary>Values of shape 3 × 8 × 8 × 4 with the last axis brought to the front.</summary>
    private static float[] Permuted(Func<int, float> value) => [.. Enumerable.Range(0, 768).Select(to => value(to % 192 * 4 + to / 192))];

    private sealed class Fixed : INoiseSource
    {
        public void Fill(Span<float> values) => Noise.CopyTo(values);
    }
}
