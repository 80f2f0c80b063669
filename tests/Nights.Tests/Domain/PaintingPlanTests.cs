using FsCheck.Xunit;
using Nights.Domain.Campaigns;
using Nights.Domain.Randomness;
using Nights.Domain.Triplets;

namespace Nights.Tests.Domain;

public sealed class PaintingPlanTests
{
    private static readonly CampaignSpec Spec = new()
    {
        Name = "plan",
        Seed = 7,
        Prompts = new PromptSpec { Sets = ["cifar10"], Categories = ["zeppelin", "bird"] },
        Painting = new PaintingSpec { Count = 100_000 },
    };

    [Fact]
    public void The_same_seed_gives_the_same_plan_and_another_seed_another()
    {
        var plan = PaintingPlan.Of(Spec);
        PaintingPlan.At(Spec, 41).ShouldBeEquivalentTo(plan.At(41));
        PaintingPlan.At(Spec with { Seed = 8 }, 41).Seeds.ShouldNotBe(plan.At(41).Seeds);
    }

    [Fact]
    public void The_plan_of_a_seed_never_changes_between_releases()
    {
        var painting = PaintingPlan.At(Spec, 0);
        (painting.Category, painting.IsImageNet, painting.Prompt).ShouldBe(("truck", false, "An image of a truck"));
        painting.Seeds.ShouldBe([3561519637, 563962825, 2623186243]);
    }

    [Fact]
    public void No_seed_comes_twice_in_a_campaign()
    {
        var plan = PaintingPlan.Of(Spec);
        var seeds = new HashSet<long>();
        for (var number = 0; number < Spec.Painting.Count; number++)
        {
            foreach (var seed in plan.At(number).Seeds)
            {
                seed.ShouldBeInRange(0, uint.MaxValue);
                seeds.Add(seed).ShouldBeTrue();
            }
        }
    }

    [Fact]
    public void Categories_come_round_equally_often_in_another_order_each_turn()
    {
        var plan = PaintingPlan.Of(Spec);
        var first = Enumerable.Range(0, 11).Select(number => plan.At(number).Category).ToList();
        var second = Enumerable.Range(11, 11).Select(number => plan.At(number).Category).ToList();
        first.Order(StringComparer.Ordinal).ShouldBe(PaintingPlan.Categories(Spec.Prompts).Order(StringComparer.Ordinal));
        second.Order(StringComparer.Ordinal).ShouldBe(first.Order(StringComparer.Ordinal));
        second.ShouldNotBe(first);
    }

    [Fact]
    public void A_label_named_twice_counts_once()
    {
        var categories = PaintingPlan.Categories(new PromptSpec { Sets = ["cifar10", "imagenet1k", "cifar10"], Categories = [" bird "] });
        categories.Count(category => category == "bird").ShouldBe(1);
        categories.ShouldBeUnique();
    }

    [Fact]
    public void A_number_outside_the_plan_is_refused() => Should.Throw<ArgumentOutOfRangeException>(() => PaintingPlan.At(Spec, 100_000));

    [Theory]
    [InlineData("cifar10", 10)]
    [InlineData("cifar100", 100)]
    [InlineData("flowers102", 102)]
    [InlineData("food101", 101)]
    [InlineData("imagenet1k", 1000)]
    [InlineData("sun397", 397)]
    public void The_six_label_sets_of_nights_ship_whole(string set, int labels) => LabelSets.Read(set).Count.ShouldBe(labels);

    [Fact]
    public void An_unknown_label_set_is_refused_with_the_known_ones() =>
        Should.Throw<ArgumentException>(() => LabelSets.Read("cifar11")).Message.ShouldContain("cifar10, cifar100");

    [Fact]
    public void Image_net_labels_are_told_from_others()
    {
        LabelSets.IsImageNet("goldfish").ShouldBeTrue();
        LabelSets.IsImageNet("zeppelin").ShouldBeFalse();
    }

    [Property]
    public void A_seeded_permutation_gives_every_value_once(long seed, ushort size)
    {
        var permutation = new SeededPermutation(1 + size % 2000, seed, 1);
        Enumerable.Range(0, (int)permutation.Size).Select(place => permutation.At(place)).Order()
            .ShouldBe(Enumerable.Range(0, (int)permutation.Size).Select(value => (long)value));
    }

    [Fact]
    public void Each_role_makes_another_picture_the_reference()
    {
        Enumerable.Range(0, 3).Select(TripletPictures.Of).ShouldBe([new(0, 1, 2), new(1, 0, 2), new(2, 0, 1)]);
        Should.Throw<ArgumentOutOfRangeException>(() => TripletPictures.Of(3));
    }
}
