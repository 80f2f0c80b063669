using Nights.Domain.Campaigns;
using Nights.Domain.Perturbations;
using static Nights.Domain.Perturbations.PerturbationDimension;

namespace Nights.Tests.Domain;

public sealed class VariationSpecTests
{
    private static readonly VariationSpec Two = new() { Dimensions = [Colour, Content] };

    [Theory]
    [InlineData(VariationPairing.TradeOff)]
    [InlineData(VariationPairing.Ladder)]
    [InlineData(VariationPairing.Mixed)]
    public void Two_dimensions_and_the_default_levels_go_with_every_pairing(VariationPairing pairing) => Check(Two with { Pairing = pairing }).ShouldBeEmpty();

    public static TheoryData<VariationSpec, string> Wrong => new()
    {
        { new VariationSpec(), "painting.variations.dimensions: is empty; name at least one of colour, texture, layout, pose, content, or leave" },
        { Two with { Dimensions = null! }, "painting.variations.dimensions: is empty" },
        { Two with { Dimensions = [Colour, Pose, Colour] }, "painting.variations.dimensions[2]: colour is there twice; name each dimension once." },
        { Two with { Dimensions = [Colour, (PerturbationDimension)9] }, "painting.variations.dimensions[1]: 9 is not known; there are colour, texture" },
        { Two with { Levels = [] }, "painting.variations.levels: is empty; write at least one number above 0 and at most 1" },
        { Two with { Levels = [0.5, 0] }, "painting.variations.levels[1]: 0 is outside 0 to 1; write a number above 0" },
        { Two with { Levels = [1.5] }, "painting.variations.levels[0]: 1.5 is outside 0 to 1" },
        { Two with { Levels = [double.NaN] }, "painting.variations.levels[0]: NaN is outside 0 to 1" },
        { Two with { Levels = [0.5, 0.5] }, "painting.variations.levels[1]: 0.5 is there twice; write each level once." },
        { Two with { Levels = [.. Enumerable.Range(1, 21).Select(level => level / 30.0)] }, "painting.variations.levels: has 21 levels; at most 20 are allowed." },
        { Two with { Dimensions = [Pose] }, "painting.variations.pairing: tradeOff sets two dimensions against each other and there is only pose; name another or write ladder." },
        { Two with { Levels = [0.5], Pairing = VariationPairing.Ladder }, "painting.variations.pairing: ladder sets two levels against each other and there is only 0.5; write another or write tradeOff." },
        { Two with { Levels = [0.5], Pairing = VariationPairing.Mixed }, "painting.variations.pairing: mixed sets two levels" },
        { Two with { Dimensions = [Pose], Pairing = VariationPairing.Mixed }, "painting.variations.pairing: mixed sets two dimensions" },
        { Two with { Pairing = (VariationPairing)7 }, "painting.variations.pairing: 7 is not known; write TradeOff or Ladder or Mixed." },
        { Two with { Operators = new() { Colour = PerturbationOperator.LowBandSwap } }, "painting.variations.operators.colour: lowBandSwap does not change colour; write labShift or noiseSlerp." },
        { Two with { Operators = new() { Pose = PerturbationOperator.NoiseSlerp } }, "painting.variations.operators.pose: noiseSlerp is named for pose, which is not among painting.variations.dimensions; add it there" },
        { Two with { Operators = null! }, "painting.variations.operators: has no value; leave the key out for the defaults." },
        { Two with { PosePhrases = [] }, "painting.variations.posePhrases: has 0 phrases; write 1 to 50, or leave the key out" },
        { Two with { TexturePhrases = [", striped", " "] }, "painting.variations.texturePhrases[1]: is blank" },
        { Two with { TexturePhrases = [", a\nb"] }, "painting.variations.texturePhrases[0]: holds a line break" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_is_wrong_names_the_place_the_value_the_limit_and_the_mend(VariationSpec variations, string message) =>
        Check(variations).ShouldHaveSingleItem().ToString().ShouldStartWith(message);

    [Fact]
    public void Rotating_roles_cannot_go_with_variations_and_the_error_says_why() =>
        CampaignSpecCheck.Check(Spec(new PaintingSpec { Roles = TripletRoles.Rotate, Variations = Two })).ShouldHaveSingleItem().ToString()
            .ShouldBe("painting.roles: rotate would make pictures 1 and 2 references, and painting.variations measures its changes from picture 0; write nights.");

    [Fact]
    public void Content_needs_a_second_category_unless_it_follows_the_noise()
    {
        var spec = Spec(new PaintingSpec { Variations = Two }) with { Prompts = new PromptSpec { Categories = ["zeppelin"] } };
        CampaignSpecCheck.Check(spec).ShouldHaveSingleItem().ToString().ShouldStartWith("painting.variations.dimensions: content moves towards another category and there is only 'zeppelin'");
        var noise = Two with { Operators = new() { Content = PerturbationOperator.NoiseSlerp } };
        CampaignSpecCheck.Check(spec with { Painting = new PaintingSpec { Variations = noise } }).ShouldBeEmpty();
    }

    [Fact]
    public void A_phrase_that_makes_the_prompt_too_long_is_found()
    {
        var spec = Spec(new PaintingSpec { Variations = Two with { TexturePhrases = [new string('x', 90)] } }) with
        {
            Prompts = new PromptSpec { Template = new string('y', 400) + "{category}", Categories = ["a long category", "b"] },
        };
        CampaignSpecCheck.Check(spec).ShouldHaveSingleItem().ToString().ShouldStartWith("painting.variations.texturePhrases: gives a prompt of 505 characters");
    }

    public static TheoryData<PaintingSpec, string> WrongPainting => new()
    {
        { new PaintingSpec { Noise = "torch" }, "painting.noise: 'torch' is not known; write torch-cpu or torch-cuda or numpy." },
        { new PaintingSpec { Noise = null! }, "painting.noise: '' is not known" },
        { new PaintingSpec { Safety = (PictureSafety)5 }, "painting.safety: 5 is not known; write Optional or Required or Off." },
        { new PaintingSpec { GuidanceRescale = 1.5 }, "painting.guidanceRescale: 1.5 is outside 0 to 1; the nearest is 1." },
        { new PaintingSpec { Redraws = 21 }, "painting.redraws: 21 is outside 0 to 20; the nearest is 20." },
        { new PaintingSpec { PricePerImageMinor = -1 }, "painting.pricePerImageMinor: -1 is outside 0 to 100000 minor units; the nearest is 0." },
        { new PaintingSpec { PricePerImageMinor = 90_000 }, "budget.capMinor: 100000 does not pay for one painting (270000) and one page of trials (20); at least 270020 is needed." },
    };

    [Theory]
    [MemberData(nameof(WrongPainting))]
    public void Settings_of_painting_are_checked_likewise(PaintingSpec painting, string message) =>
        CampaignSpecCheck.Check(Spec(painting)).ShouldHaveSingleItem().ToString().ShouldStartWith(message);

    private static IReadOnlyList<SpecError> Check(VariationSpec variations) => CampaignSpecCheck.Check(Spec(new PaintingSpec { Variations = variations }));

    private static CampaignSpec Spec(PaintingSpec painting) => new() { Name = "varied", Prompts = new PromptSpec { Sets = ["cifar10"] }, Painting = painting };
}
