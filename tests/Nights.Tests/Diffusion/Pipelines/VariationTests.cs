using Nights.Diffusion.Models;
using Nights.Diffusion.Pipelines;
using Nights.Domain.Perturbations;
using Nights.Imaging.Colour;

namespace Nights.Tests.Diffusion.Pipelines;

/// <summary>Variations of a picture of the demo model, byte by byte.</summary>
public sealed class VariationTests : IDisposable
{
    private static readonly PaintSettings Settings = new() { Width = 64, Height = 64, Steps = 8, Guidance = 2.5 };
    private static readonly PictureOrder Reference = new() { Prompt = "An image of an otter", NegativePrompt = "night", Seed = 21 };
    private readonly TestModel folder = new();
    private readonly ModelFolder model;

    public VariationTests() => model = folder.Open();

    public static TheoryData<PerturbationOperator> Operators => [.. Enum.GetValues<PerturbationOperator>()];

    [Theory]
    [MemberData(nameof(Operators))]
    public void Level_0_gives_the_reference(PerturbationOperator by) => Same(Paint(With(Change(by, 0)))[0], Paint(Reference)[0]);

    [Theory]
    [MemberData(nameof(Operators))]
    public void A_level_above_0_changes_the_picture(PerturbationOperator by) => Differ(Paint(With(Change(by, 0.7)))[0], Paint(Reference)[0]);

    /// <summary>All operators at once, too.</summary>
    [Fact]
    public void A_batch_of_reference_and_variations_gives_what_each_gives_alone()
    {
        PictureOrder[] orders =
        [
            Reference, .. Enum.GetValues<PerturbationOperator>().Select(by => With(Change(by, 0.6))), With([.. Enum.GetValues<PerturbationOperator>().Select(by => Change(by, 0.4))]),
        ];

        var together = Paint(orders);

        for (var i = 0; i < orders.Length; i++)
            Same(Paint(orders[i])[0], together[i], $"order {i}");
    }

    [Fact]
    public void Operators_compose_and_each_adds_its_own_change()
    {
        var all = Enum.GetValues<PerturbationOperator>();

        var pictures = Paint([.. Enumerable.Range(0, all.Length + 1).Select(count => With([.. all.Take(count).Select(by => Change(by, 0.5))]))]);

        pictures.Select(Convert.ToHexString).Distinct().Count().ShouldBe(pictures.Length);
    }

    [Fact]
    public void Kinds_of_operators_are_applied_in_one_order_however_they_are_listed()
    {
        Perturbation[] changes = [Change(PerturbationOperator.PromptBlend, 0.5), Change(PerturbationOperator.LowBandSwap, 0.5), Change(PerturbationOperator.ImageToImage, 0.5), Change(PerturbationOperator.LabShift, 0.5)];

        Same(Paint(With(changes))[0], Paint(With([.. changes.Reverse()]))[0]);
    }

    [Fact]
    public void A_colour_shift_is_of_the_finished_picture()
    {
        var change = Change(PerturbationOperator.LowBandSwap, 0.5);
        var painter = new Painter(model);

        var shifted = painter.Paint([With(change, Change(PerturbationOperator.LabShift, 0.5))], Settings, null, TestContext.Current.CancellationToken)[0].Image;
        var plain = painter.Paint([With(change)], Settings, null, TestContext.Current.CancellationToken)[0].Image;

        Same(shifted.Bytes.ToArray(), LabShift.Of(plain, 77, 0.5).Bytes.ToArray());
    }

    [Theory]
    [InlineData(PerturbationOperator.LateSwitch)]
    [InlineData(PerturbationOperator.PromptBlend)]
    public void At_level_1_the_other_prompt_is_painted(PerturbationOperator by) =>
        Same(Paint(With(Change(by, 1)))[0], Paint(Reference with { Prompt = "An image of a red teapot" })[0]);

    [Fact]
    public void At_level_1_the_other_seed_is_painted() =>
        Same(Paint(With(Change(PerturbationOperator.NoiseSlerp, 1)))[0], Paint(Reference with { Seed = 77 })[0]);

    [Fact]
    public void A_refinement_goes_on_with_the_prompt_its_picture_has_come_to()
    {
        var refinement = Change(PerturbationOperator.ImageToImage, 0.6) with { Prompt = null };
        var other = Paint(Reference with { Prompt = "An image of a red teapot", Perturbations = [refinement] })[0];

        Same(Paint(With(Change(PerturbationOperator.PromptBlend, 1), refinement))[0], other);
        Same(Paint(With(Change(PerturbationOperator.LateSwitch, 1), refinement))[0], other);
    }

    [Fact]
    public void Of_two_switches_the_later_one_has_the_last_word()
    {
        Perturbation early = Change(PerturbationOperator.LateSwitch, 1) with { Prompt = "a blue star" }, late = Change(PerturbationOperator.LateSwitch, 0.4);

        Same(Paint(With(early, late))[0], Paint(Reference with { Prompt = "a blue star", Perturbations = [late] })[0]);
        Same(Paint(With(early, late))[0], Paint(With(late, early))[0]);
    }

    /// <summary>The texts of two orders could be read as one another's if they were only strung together.</summary>
    [Fact]
    public void Prompts_of_several_lines_are_not_mixed_up()
    {
        PictureOrder first = new() { Prompt = "a dog\nred", NegativePrompt = "night", Seed = 1 }, second = new() { Prompt = "a dog", NegativePrompt = "red\nnight", Seed = 1 };

        var together = Paint(first, second);

        Same(together[0], Paint(first)[0]);
        Same(together[1], Paint(second)[0]);
        Differ(together[0], together[1]);
    }

    public void Dispose()
    {
        model.Dispose();
        folder.Dispose();
    }

    private static Perturbation Change(PerturbationOperator by, double level) => new(
        by switch
        {
            PerturbationOperator.LowBandSwap => PerturbationDimension.Layout,
            PerturbationOperator.HighBandSwap => PerturbationDimension.Texture,
            PerturbationOperator.LabShift => PerturbationDimension.Colour,
            PerturbationOperator.NoiseSlerp or PerturbationOperator.ImageToImage or PerturbationOperator.LateSwitch or PerturbationOperator.PromptBlend => PerturbationDimension.Content,
            _ => throw new ArgumentOutOfRangeException(nameof(by), by, "No such operator."),
        },
        by, level, 77,
        by is PerturbationOperator.LateSwitch or PerturbationOperator.PromptBlend or PerturbationOperator.ImageToImage ? "An image of a red teapot" : null);

    private static PictureOrder With(params Perturbation[] changes) => Reference with { Perturbations = changes };

    private byte[][] Paint(params PictureOrder[] orders) =>
        [.. new Painter(model).Paint(orders, Settings, null, TestContext.Current.CancellationToken).Select(painted => painted.Image.Bytes.ToArray())];

    private static void Same(byte[] left, byte[] right, string? which = null) => left.SequenceEqual(right).ShouldBeTrue(which);

    private static void Differ(byte[] left, byte[] right) => left.SequenceEqual(right).ShouldBeFalse();
}
