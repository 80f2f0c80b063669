using FsCheck.Xunit;
using Nights.Domain.Campaigns;
using Nights.Domain.Perturbations;

namespace Nights.Tests.Domain;

public sealed class VariationPlanTests
{
    private static readonly PerturbationDimension[] All = Enum.GetValues<PerturbationDimension>();

    private static readonly CampaignSpec Spec = new()
    {
        Name = "varied",
        Seed = 7,
        Prompts = new PromptSpec { Sets = ["cifar10", "flowers102"], Categories = ["zeppelin"] },
        Painting = new PaintingSpec { Count = 20_000, Variations = new VariationSpec { Dimensions = All } },
    };

    [Fact]
    public void Without_variations_a_painting_is_three_seeds_of_one_prompt() =>
        PaintingPlan.At(Spec with { Painting = Spec.Painting with { Variations = null } }, 3).Variations.ShouldBeEmpty();

    [Fact]
    public void Variations_change_neither_categories_nor_seeds_of_a_plan()
    {
        var plain = PaintingPlan.Of(Spec with { Painting = Spec.Painting with { Variations = null } });
        var varied = PaintingPlan.Of(Spec);
        for (var number = 0; number < 300; number++)
            (varied.At(number) with { Variations = [] }).ShouldBeEquivalentTo(plain.At(number));
    }

    [Fact]
    public void The_plan_of_a_seed_never_changes_between_releases()
    {
        var plan = PaintingPlan.Of(Spec);
        Enumerable.Range(0, 4).Select(number => string.Join(" | ", plan.At(number).Variations.Skip(1).Select(picture => Shown(picture[0])))).ShouldBe(
        [
            "pose promptBlend 0.5 563962825 An image of a pink primrose, tilted | texture highBandSwap 0.5 2623186243",
            "texture highBandSwap 0.25 502620516 | layout lowBandSwap 0.75 1118769412",
            "content promptBlend 0.25 3771014945 An image of a prince of wales feathers | layout lowBandSwap 0.25 4041483787",
            "pose promptBlend 0.25 1511536031 An image of a barbeton daisy, sideways | texture highBandSwap 0.75 595636083",
        ]);
    }

    [Fact]
    public void Picture_0_is_left_as_it_is_and_the_others_change_one_thing_each()
    {
        var painting = PaintingPlan.At(Spec, 11);
        painting.Variations.Select(picture => picture.Count).ShouldBe([0, 1, 1]);
        painting.Variations[1][0].Dimension.ShouldNotBe(painting.Variations[2][0].Dimension);
    }

    [Property]
    public void Each_pair_of_changes_comes_equally_often_to_within_one_wherever_one_stops(long seed, ushort stop, byte chosen)
    {
        var (spec, pairs) = Drawn(seed, chosen);
        var count = stop % 2000;
        var plan = PaintingPlan.Of(spec);
        var used = Enumerable.Range(0, count).Select(number => Unordered(plan.At(number))).CountBy(pair => pair).ToDictionary();
        used.Keys.Except(pairs.Select(Unordered)).ShouldBeEmpty();
        foreach (var pair in pairs.Select(Unordered)) used.GetValueOrDefault(pair).ShouldBeInRange(count / pairs.Count, (count + pairs.Count - 1) / pairs.Count);
    }

    [Property]
    public void Each_pair_changes_its_sides_every_time_it_comes(long seed, byte chosen)
    {
        var (spec, pairs) = Drawn(seed, chosen);
        var plan = PaintingPlan.Of(spec);
        var sides = Enumerable.Range(0, 4 * pairs.Count).Select(number => Changes(plan.At(number))).GroupBy(Unordered);
        foreach (var pair in sides) pair.Select(one => one == Unordered(one)).ShouldBe(pair.First() == pair.Key ? [true, false, true, false] : [false, true, false, true]);
        var turn = Enumerable.Range(0, pairs.Count).Count(number => Changes(plan.At(number)) == Unordered(plan.At(number)));
        (2 * turn - pairs.Count).ShouldBeInRange(-1, 1);
    }

    [Property]
    public void Every_level_of_every_dimension_comes_on_both_sides_equally_often_in_two_turns(long seed, byte chosen)
    {
        var (spec, pairs) = Drawn(seed, chosen);
        var plan = PaintingPlan.Of(spec);
        var changes = Enumerable.Range(0, 2 * pairs.Count).Select(number => Changes(plan.At(number))).ToList();
        changes.Select(pair => pair.One).CountBy(change => change).OrderBy(entry => entry.Key.ToString()).ShouldBe(
            changes.Select(pair => pair.Other).CountBy(change => change).OrderBy(entry => entry.Key.ToString()));
    }

    [Property]
    public void The_same_spec_and_number_give_the_same_painting_whoever_asks(long seed, ushort number, byte chosen)
    {
        var (spec, _) = Drawn(seed, chosen);
        PaintingPlan.At(spec, number % spec.Painting.Count).ShouldBeEquivalentTo(PaintingPlan.Of(spec).At(number % spec.Painting.Count));
    }

    [Fact]
    public void No_seed_comes_twice_in_a_campaign_of_trade_offs_and_a_ladder_keeps_one_seed_and_one_prompt()
    {
        var plan = PaintingPlan.Of(With(new VariationSpec { Dimensions = All, Pairing = VariationPairing.Mixed, Operators = new() { Texture = PerturbationOperator.LateSwitch } }));
        var seeds = new HashSet<long>();
        for (var number = 0; number < 3000; number++)
        {
            var painting = plan.At(number);
            var (one, other) = (painting.Variations[1][0], painting.Variations[2][0]);
            seeds.Add(painting.Seeds[0]).ShouldBeTrue();
            seeds.Add(one.Seed).ShouldBeTrue();
            if (one.Dimension == other.Dimension) (other with { Level = one.Level }).ShouldBe(one);
            else seeds.Add(other.Seed).ShouldBeTrue();
            one.Seed.ShouldBeInRange(0, uint.MaxValue);
        }
    }

    [Fact]
    public void Content_moves_to_another_category_of_the_same_label_set_and_of_the_whole_campaign_where_that_has_no_other()
    {
        var plan = PaintingPlan.Of(With(new VariationSpec { Dimensions = [PerturbationDimension.Content], Levels = [0.3, 0.6], Pairing = VariationPairing.Ladder }));
        var siblings = new HashSet<string>();
        for (var number = 0; number < 2000; number++)
        {
            var painting = plan.At(number);
            var sibling = painting.Variations[1][0].Prompt!["An image of a ".Length..];
            sibling.ShouldNotBe(painting.Category);
            foreach (var set in new[] { "cifar10", "flowers102" })
                if (LabelSets.Read(set).Contains(painting.Category)) LabelSets.Read(set).ShouldContain(sibling);
            if (painting.Category is "truck") siblings.Add(sibling);
        }

        siblings.Count.ShouldBeGreaterThan(4);
    }

    [Fact]
    public void Phrases_are_the_specs_or_those_that_the_model_knows()
    {
        Phrases(new PaintingSpec(), phrases: null).ShouldBe([", sideways", ", tilted"]);
        Phrases(new PaintingSpec { Model = "sd15" }, phrases: null).ShouldContain(", seen from behind");
        Phrases(new PaintingSpec(), [" on its back"]).ShouldBe([" on its back"]);

        static IEnumerable<string> Phrases(PaintingSpec painting, IReadOnlyList<string>? phrases)
        {
            var plan = PaintingPlan.Of(Spec with
            {
                Painting = painting with
                {
                    Count = 300,
                    Variations = new VariationSpec { Dimensions = [PerturbationDimension.Pose], Pairing = VariationPairing.Ladder, PosePhrases = phrases },
                },
            });
            return Enumerable.Range(0, 300).Select(plan.At).Select(painted => painted.Variations[1][0].Prompt![painted.Prompt.Length..]).Distinct().Order(StringComparer.Ordinal);
        }
    }

    [Fact]
    public void Operators_that_follow_no_prompt_get_none()
    {
        var plan = PaintingPlan.Of(Spec);
        Enumerable.Range(0, 500).SelectMany(number => plan.At(number).Variations).SelectMany(picture => picture)
            .ShouldAllBe(change => change.Operator.FollowsPrompt() == (change.Prompt != null));
    }

    [Fact]
    public void Every_operator_changes_some_dimension_and_every_dimension_has_its_default()
    {
        All.SelectMany(DimensionOperators.Of).Distinct().Order().ShouldBe(Enum.GetValues<PerturbationOperator>().Order());
        All.Select(dimension => new VariationOperators().Of(dimension)).ShouldBe(
        [
            PerturbationOperator.LabShift, PerturbationOperator.HighBandSwap, PerturbationOperator.LowBandSwap, PerturbationOperator.PromptBlend, PerturbationOperator.PromptBlend,
        ]);
    }

    private static CampaignSpec With(VariationSpec variations) => Spec with { Painting = Spec.Painting with { Variations = variations } };

    /// <summary>Some dimensions, some levels and a pairing that goes with them.</summary>
    private static (CampaignSpec Spec, IReadOnlyList<VariationPair> Pairs) Drawn(long seed, byte chosen)
    {
        var dimensions = 1 + chosen % 5;
        var levels = 1 + chosen / 5 % 3;
        var variations = new VariationSpec
        {
            Dimensions = All[..dimensions],
            Levels = [.. Enumerable.Range(1, levels).Select(level => level / 4.0)],
            Pairing = (dimensions, levels) switch
            {
                (1, 1) => VariationPairing.TradeOff,
                (1, _) => VariationPairing.Ladder,
                (_, 1) => VariationPairing.TradeOff,
                _ => (VariationPairing)(chosen % 3),
            },
        };
        if (dimensions is 1 && levels is 1) variations = variations with { Dimensions = All[..2] };
        return (With(variations) with { Seed = Math.Abs(seed % (1L << 53)) }, VariationPair.All(variations));
    }

    private static VariationPair Changes(PlannedPainting painting) => new(
        new(painting.Variations[1][0].Dimension, painting.Variations[1][0].Level), new(painting.Variations[2][0].Dimension, painting.Variations[2][0].Level));

    private static VariationPair Unordered(PlannedPainting painting) => Unordered(Changes(painting));

    private static VariationPair Unordered(VariationPair pair) =>
        (pair.One.Dimension, pair.One.Level).CompareTo((pair.Other.Dimension, pair.Other.Level)) <= 0 ? pair : new VariationPair(pair.Other, pair.One);

    private static string Shown(Perturbation change) => FormattableString.Invariant($"{change.Dimension.Word()} {change.Operator.Word()} {change.Level} {change.Seed} {change.Prompt}").TrimEnd();
}
