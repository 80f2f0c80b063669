using FsCheck.Xunit;
using Nights.Domain.Campaigns;
using Nights.Domain.Quality;

namespace Nights.Tests.Domain;

public sealed class QualityRuleTests
{
    private static readonly ParticipantEvidence Good = new()
    {
        Trials = 100,
        Choices = 98,
        Lefts = 50,
        Runs = 49,
        Gold = new GoldScore(10, 10),
        Checks = new GoldScore(2, 2),
        Repeats = new GoldScore(4, 4),
        Agreement = new GoldScore(38, 40),
        Fast = 3,
        MedianMs = 1400,
    };

    [Fact]
    public void Good_work_has_no_findings()
    {
        var verdict = JudgeParticipant.Of(Good, new QualitySpec());
        verdict.Findings.ShouldBeEmpty();
        verdict.Action.ShouldBe(QualityAction.Nothing);
        JudgeParticipant.Of(new ParticipantEvidence(), new QualitySpec()).Findings.ShouldBeEmpty();
    }

    [Fact]
    public void Each_rule_speaks_for_itself_with_its_figures()
    {
        Only(Good with { Gold = new GoldScore(6, 10) }).ShouldBe(new QualityFinding(QualityRule.Gold, QualityAction.Exclude, "6 of 10 gold trials right, 70 % needed"));
        Only(Good with { Checks = new GoldScore(1, 3) }).ShouldBe(new QualityFinding(QualityRule.Checks, QualityAction.SoftReject, "2 of 3 attention checks missed"));
        Only(Good with { Fast = 21 }).ShouldBe(new QualityFinding(QualityRule.TooFast, QualityAction.Warn, "21 of 100 answers within 400 ms, 20 % allowed"));
        Only(Good with { Repeats = new GoldScore(2, 4) }).Rule.ShouldBe(QualityRule.Repeats);
        Only(Good with { Agreement = new GoldScore(5, 10) }).Reason.ShouldBe("5 of 10 triplets judged as the others did, 60 % expected");
        var bias = Only(Good with { Choices = 100, Lefts = 67, Runs = 44 });
        bias.Rule.ShouldBe(QualityRule.SideBias);
        bias.Reason.ShouldStartWith("67 of 100 choices on the left (p = ");
        var pattern = Only(Good with { Choices = 100, Lefts = 50, Runs = 100 });
        pattern.Rule.ShouldBe(QualityRule.Alternation);
        pattern.Reason.ShouldStartWith("99 changes of side in 100 choices");
    }

    [Fact]
    public void At_the_limit_nothing_is_found()
    {
        var at = Good with { Fast = 20, Choices = 100, Lefts = 66, Runs = 45, Checks = new GoldScore(1, 2), Gold = new GoldScore(7, 10), Repeats = new GoldScore(3, 5), Agreement = new GoldScore(6, 10) };
        JudgeParticipant.Of(at, new QualitySpec()).Findings.ShouldBeEmpty();
    }

    [Fact]
    public void Few_answers_are_not_judged()
    {
        var few = new ParticipantEvidence { Trials = 19, Fast = 19, Choices = 19, Lefts = 19, Runs = 1, Repeats = new GoldScore(0, 3), Agreement = new GoldScore(0, 9), Gold = new GoldScore(0, 3) };
        JudgeParticipant.Of(few, new QualitySpec()).Findings.ShouldBeEmpty();
        Only(few with { Trials = 20, Choices = 20, Lefts = 20, Fast = 0 }).Rule.ShouldBe(QualityRule.SideBias);
    }

    [Fact]
    public void The_gravest_rule_decides_and_gives_the_reason()
    {
        var verdict = JudgeParticipant.Of(Good with { Fast = 90, Gold = new GoldScore(1, 10), Checks = new GoldScore(0, 2) }, new QualitySpec());
        verdict.Findings.Count.ShouldBe(3);
        verdict.Action.ShouldBe(QualityAction.Exclude);
        verdict.Reason.ShouldBe("1 of 10 gold trials right, 70 % needed");
    }

    [Fact]
    public void A_rule_that_is_switched_off_finds_nothing() =>
        JudgeParticipant.Of(Good with { Gold = new GoldScore(0, 10) }, new QualitySpec { OnGold = QualityAction.Nothing }).Findings.ShouldBeEmpty();

    [Fact]
    public void One_of_the_first_five_trials_is_gold()
    {
        for (var seed = 0; seed < 2000; seed++) GoldPlaces.DrawFirst(seed, 10, 0.1).Min().ShouldBeLessThan(GoldPlaces.Early);
        GoldPlaces.DrawFirst(1, 10, 0).ShouldBeEmpty();
        GoldPlaces.DrawFirst(1, 0, 0.5).ShouldBeEmpty();
        Enumerable.Range(0, 200).Select(seed => GoldPlaces.DrawFirst(seed, 3, 0.1).Single()).Distinct().Count().ShouldBe(3);
    }

    [Property]
    public void First_places_are_ascending_and_never_the_same(long seed, byte trials, byte percent)
    {
        var places = GoldPlaces.DrawFirst(seed, trials, percent % 51 / 100.0);
        places.ShouldBe(places.Distinct().Order());
        places.ShouldAllBe(place => place >= 0 && place < trials);
    }

    [Fact]
    public void A_participant_may_judge_a_twentieth_once_that_is_more_than_a_hit()
    {
        var spec = new CampaignSpec { Name = "cats", Votes = new VoteSpec { Schedule = [2, 1] }, Hit = new HitSpec { TrialsPerHit = 50 } };
        ShareOfCampaign.Limit(spec, 10_000).ShouldBe(1000);
        ShareOfCampaign.Limit(spec, 500).ShouldBe(50);
        ShareOfCampaign.Limit(spec, 499).ShouldBeNull();
        ShareOfCampaign.Limit(spec with { Quality = new QualitySpec { MostOfCampaign = 1 } }, 10_000).ShouldBeNull();
    }

    [Theory]
    [InlineData("tooFastShare")]
    [InlineData("trialsPerCheck")]
    [InlineData("tooSlowMs")]
    [InlineData("mostOfCampaign")]
    [InlineData("onGold")]
    [InlineData("sideBiasP")]
    [InlineData("goldPromotionVotes")]
    public void A_bad_key_is_named(string key)
    {
        var quality = key switch
        {
            "tooFastShare" => new QualitySpec { TooFastShare = 1.1 },
            "trialsPerCheck" => new QualitySpec { TrialsPerCheck = 3 },
            "tooSlowMs" => new QualitySpec { TooFastMs = 5000, TooSlowMs = 4000 },
            "mostOfCampaign" => new QualitySpec { MostOfCampaign = 0 },
            "onGold" => new QualitySpec { OnGold = (QualityAction)9 },
            "sideBiasP" => new QualitySpec { SideBiasP = 0.2 },
            _ => new QualitySpec { GoldPromotionVotes = 1 },
        };
        CampaignSpecCheck.Check(new CampaignSpec { Name = "cats", Quality = quality }).Select(error => error.ToString()).ShouldContain(error => error.StartsWith($"quality.{key}"));
    }

    private static QualityFinding Only(ParticipantEvidence evidence) => JudgeParticipant.Of(evidence, new QualitySpec()).Findings.ShouldHaveSingleItem();
}
