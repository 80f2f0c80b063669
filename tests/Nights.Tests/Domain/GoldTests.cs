using FsCheck.Xunit;
using Nights.Domain.Campaigns;
using Nights.Domain.Quality;

namespace Nights.Tests.Domain;

public sealed class GoldTests
{
    private static readonly QualitySpec Quality = new() { GoldBeforeJudging = 5, GoldRightShare = 0.7 };

    [Theory]
    [InlineData(0, 4, GoldVerdict.TooEarly)]
    [InlineData(3, 5, GoldVerdict.Fail)]
    [InlineData(4, 5, GoldVerdict.Pass)]
    [InlineData(7, 10, GoldVerdict.Pass)]
    [InlineData(20, 30, GoldVerdict.Fail)]
    public void A_participant_is_judged_after_enough_gold(int right, int total, GoldVerdict verdict) =>
        new GoldScore(right, total).Judge(Quality).ShouldBe(verdict);

    [Fact]
    public void A_share_equal_to_the_limit_passes() =>
        new GoldScore(11, 20).Judge(Quality with { GoldRightShare = 0.55 }).ShouldBe(GoldVerdict.Pass);

    [Property]
    public void Gold_places_are_on_the_page_ascending_and_never_the_same(long seed, byte trials, byte percent)
    {
        var places = GoldPlaces.Draw(seed, trials, percent % 51 / 100.0);
        places.ShouldBe(places.Distinct().Order());
        places.ShouldAllBe(place => place >= 0 && place < trials);
        GoldPlaces.Draw(seed, trials, percent % 51 / 100.0).ShouldBe(places);
    }

    [Fact]
    public void Their_mean_number_is_the_share_and_every_place_is_equally_likely()
    {
        var counts = new int[10];
        for (var seed = 0; seed < 20_000; seed++) foreach (var place in GoldPlaces.Draw(seed, 10, 0.125)) counts[place]++;
        counts.Sum().ShouldBeInRange(24_500, 25_500);
        counts.ShouldAllBe(count => count > 2300 && count < 2700);
    }

    [Fact]
    public void A_share_above_one_half_is_refused() => Should.Throw<ArgumentOutOfRangeException>(() => GoldPlaces.Draw(1, 10, 0.6));
}
