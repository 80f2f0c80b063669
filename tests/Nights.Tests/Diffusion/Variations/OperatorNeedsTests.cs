using Nights.Diffusion.Variations;
using Nights.Domain.Perturbations;

namespace Nights.Tests.Diffusion.Variations;

public sealed class OperatorNeedsTests
{
    [Theory]
    [InlineData(0.0, 20, 20)]
    [InlineData(0.01, 20, 19)]
    [InlineData(0.5, 20, 10)]
    [InlineData(0.125, 20, 17)]  // 2.5 steps round up to 3
    [InlineData(1.0, 20, 0)]
    [InlineData(0.4, 1, 0)]
    public void A_late_switch_leaves_the_last_steps_to_the_other_prompt(double level, int steps, int first) => StepLevels.SwitchStep(level, steps).ShouldBe(first);

    [Fact]
    public void Strength_is_the_level()
    {
        StepLevels.ImageToImageStrength(0.35).ShouldBe(0.35);
        Should.Throw<ArgumentOutOfRangeException>(() => StepLevels.ImageToImageStrength(1.2));
        Should.Throw<ArgumentOutOfRangeException>(() => StepLevels.SwitchStep(0.5, 0));
    }

    [Fact]
    public void Every_operator_has_needs_and_moves_some_dimension()
    {
        var moving = Enum.GetValues<PerturbationDimension>().SelectMany(DimensionOperators.Of).ToHashSet();

        foreach (var by in Enum.GetValues<PerturbationOperator>())
        {
            OperatorNeeds.Of(by).ShouldNotBeNull();
            moving.ShouldContain(by);
        }
    }

    [Theory]
    [InlineData(PerturbationDimension.Layout, PerturbationOperator.LowBandSwap, 0.5, 7, null, false, null)]
    [InlineData(PerturbationDimension.Layout, PerturbationOperator.LowBandSwap, 0.5, 7, null, true, "adds no noise")]
    [InlineData(PerturbationDimension.Layout, PerturbationOperator.LowBandSwap, 1.5, 7, null, false, "level of 1.5")]
    [InlineData(PerturbationDimension.Layout, PerturbationOperator.LowBandSwap, 0.5, -1, null, false, "seed -1")]
    [InlineData(PerturbationDimension.Layout, PerturbationOperator.LowBandSwap, 0.5, 1, "a cat", false, "leave out 'a cat'")]
    [InlineData(PerturbationDimension.Pose, PerturbationOperator.PromptBlend, 0.5, -1, "a tilted dog", true, null)]
    [InlineData(PerturbationDimension.Pose, PerturbationOperator.PromptBlend, 0.5, 7, " ", true, "needs the other prompt")]
    [InlineData(PerturbationDimension.Colour, PerturbationOperator.LabShift, double.NaN, 7, null, true, "level of NaN")]
    [InlineData((PerturbationDimension)99, PerturbationOperator.LabShift, 1, 7, null, true, "not known")]
    public void Faults_name_the_thing_and_the_mend(
        PerturbationDimension dimension, PerturbationOperator by, double level, long seed, string? prompt, bool stochastic, string? fault)
    {
        var said = OperatorNeeds.Fault(new Perturbation(dimension, by, level, seed, prompt), stochastic);

        if (fault is null)
            said.ShouldBeNull();
        else
            said.ShouldNotBeNull().ShouldContain(fault);
    }
}
