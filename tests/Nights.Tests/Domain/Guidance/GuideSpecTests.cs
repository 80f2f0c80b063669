using Nights.Domain.Campaigns;

namespace Nights.Tests.Domain.Guidance;

public sealed class GuideSpecTests
{
    private static readonly CampaignSpec Good = new()
    {
        Name = "guided",
        Prompts = new PromptSpec { Sets = ["cifar10"] },
        Guide = new GuideSpec { Model = "cats@1.0.0-0000beef-1", Screen = 0.01 },
    };

    [Fact]
    public void A_guided_spec_is_right() => CampaignSpecCheck.Check(Good).ShouldBeEmpty();

    [Fact]
    public void A_campaign_is_not_guided_unless_it_says_so() => new CampaignSpec { Name = "plain" }.Guide.ShouldBeNull();

    public static TheoryData<string, CampaignSpec> Wrong => new()
    {
        { "guide.model", Good with { Guide = new GuideSpec { Model = " " } } },
        { "guide.screen", Good with { Guide = Good.Guide! with { Screen = -0.1 } } },
        { "guide.screen", Good with { Guide = Good.Guide! with { Screen = 2.1 } } },
        { "guide.screen", Good with { Guide = Good.Guide! with { Screen = double.NaN } } },
        { "guide.rank", Good with { Guide = Good.Guide! with { Rank = false, Screen = 0 } } },
        { "guide.rank", Good with { Votes = new VoteSpec { Schedule = [30, 1] } } },
        { "guide", Good with { Task = CampaignTask.Jnd, Quality = new QualitySpec { GoldShare = 0.5 } } },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_cannot_be_is_refused_where_it_stands(string path, CampaignSpec spec) => CampaignSpecCheck.Check(spec).Select(error => error.Path).ShouldBe([path]);
}
