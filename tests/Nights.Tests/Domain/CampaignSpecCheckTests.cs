using Nights.Domain.Campaigns;
using Nights.Domain.Voting;

namespace Nights.Tests.Domain;

public sealed class CampaignSpecCheckTests
{
    private static readonly CampaignSpec Good = new() { Name = "first-light", Prompts = new PromptSpec { Sets = ["cifar10"] } };

    [Fact]
    public void A_spec_of_defaults_and_one_label_set_is_right() => CampaignSpecCheck.Check(Good).ShouldBeEmpty();

    [Fact]
    public void A_size_off_the_grid_names_the_nearest() => Only(Good with { Painting = new PaintingSpec { Size = 100 } })
        .ShouldBe("painting.size: 100 is not a multiple of 32; the nearest are 96 and 128.");

    [Fact]
    public void A_size_out_of_range_names_the_limit() => Only(Good with { Painting = new PaintingSpec { Size = 4096 } })
        .ShouldBe("painting.size: 4096 is outside 64 to 2048 pixels; the nearest is 2048.");

    [Fact]
    public void A_number_that_is_none_is_refused() => Only(Good with { Painting = new PaintingSpec { Guidance = double.NaN } })
        .ShouldBe("painting.guidance: NaN is outside 0 to 30; give a number.");

    public static TheoryData<string, CampaignSpec> Wrong => new()
    {
        { "name", Good with { Name = "First Light" } },
        { "name", Good with { Name = "x" } },
        { "name", Good with { Name = "ends-in-newline\n" } },
        { "name", Good with { Name = null! } },
        { "seed", Good with { Seed = 1L << 53 } },
        { "prompts", Good with { Prompts = null! } },
        { "prompts.template", Good with { Prompts = Good.Prompts with { Template = "An image" } } },
        { "prompts.template", Good with { Prompts = Good.Prompts with { Template = "{category} {category}" } } },
        { "prompts.template", Good with { Prompts = Good.Prompts with { Template = "a\n{category}" } } },
        { "prompts.template", Good with { Prompts = new PromptSpec { Template = new string('x', 480) + "{category}", Categories = [new string('y', 30)] } } },
        { "prompts.sets", Good with { Prompts = new PromptSpec() } },
        { "prompts.sets[0]", Good with { Prompts = new PromptSpec { Sets = ["cifar11"] } } },
        { "prompts.categories[1]", Good with { Prompts = new PromptSpec { Categories = ["bird", " "] } } },
        { "painting.count", Good with { Painting = new PaintingSpec { Count = 0 } } },
        { "painting.roles", Good with { Painting = new PaintingSpec { Roles = (TripletRoles)9 } } },
        { "painting.model", Good with { Painting = new PaintingSpec { Model = "" } } },
        { "painting.steps", Good with { Painting = new PaintingSpec { Steps = 201 } } },
        { "votes.schedule", Good with { Votes = new VoteSpec { Schedule = [] } } },
        { "votes.schedule[1]", Good with { Votes = new VoteSpec { Schedule = [2, 0] } } },
        { "votes.margin", Good with { Votes = new VoteSpec { Rule = ConsensusRule.Margin, Margin = 7 } } },
        { "quality.practiceRight", Good with { Quality = new QualitySpec { Practice = 2, PracticeRight = 3 } } },
        { "quality.goldShare", Good with { Quality = new QualitySpec { GoldShare = 0.51 } } },
        { "quality.goldBeforeJudging", Good with { Quality = new QualitySpec { GoldBeforeJudging = 0 } } },
        { "hit.trialsPerHit", Good with { Hit = new HitSpec { TrialsPerPage = 10, TrialsPerHit = 45 } } },
        { "hit.leaseSeconds", Good with { Hit = new HitSpec { LeaseSeconds = 5 } } },
        { "hit.locale", Good with { Hit = new HitSpec { Locale = "english please" } } },
        { "budget.currency", Good with { Budget = new BudgetSpec { Currency = "dollars" } } },
        { "budget.capMinor", Good with { Budget = new BudgetSpec { PayPerTrialMinor = 10, CapMinor = 99 } } },
        { "splits.test", Good with { Splits = new SplitSpec { Test = 0.5, Val = 0.5 } } },
        { "splits.salt", Good with { Splits = new SplitSpec { Salt = "" } } },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Each_kind_of_mistake_is_found_under_its_path(string path, CampaignSpec spec) =>
        CampaignSpecCheck.Check(spec).ShouldHaveSingleItem().Path.ShouldBe(path);

    [Fact]
    public void All_mistakes_are_told_at_once()
    {
        var spec = Good with { Name = "?", Painting = new PaintingSpec { Size = 33, Steps = 0 }, Budget = new BudgetSpec { PayPerTrialMinor = -1 } };
        CampaignSpecCheck.Check(spec).Select(error => error.Path).ShouldBe(["name", "painting.size", "painting.steps", "budget.payPerTrialMinor"]);
    }

    private static string Only(CampaignSpec spec) => CampaignSpecCheck.Check(spec).ShouldHaveSingleItem().ToString();
}
