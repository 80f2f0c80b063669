using Nights.Domain.Guidance;

namespace Nights.Tests.Domain.Guidance;

public sealed class SlotRankTests
{
    [Fact]
    public void Merit_grows_with_information_and_stays_in_a_byte()
    {
        double[] information = [0, 1e-9, 1e-3, 2e-3, 0.01, 0.05, 0.5, 3, 4, 100];
        var merits = information.Select(nats => SlotRank.Merit(nats)).ToArray();
        merits.ShouldBeInOrder();
        (merits[0], merits[^1]).ShouldBe((0, SlotRank.Merits - 1));
    }

    [Fact]
    public void A_rank_is_a_whole_number_that_the_database_holds()
    {
        foreach (var round in new[] { 1, 2, 9 })
        {
            SlotRank.Of(round, 0, 0).ShouldBe(0);
            SlotRank.Of(round, SlotRank.Merits - 1, SlotRank.Places - 1).ShouldBe(int.MaxValue);
        }
    }

    [Fact]
    public void In_the_first_round_the_place_decides_the_order_and_merit_can_be_read_back()
    {
        SlotRank.Of(1, 0, 8).ShouldBeGreaterThan(SlotRank.Of(1, 255, 7));
        foreach (var merit in new[] { 0, 1, 200, 255 }) SlotRank.MeritOfFirst(SlotRank.Of(1, merit, 123_456)).ShouldBe(merit);
    }

    [Fact]
    public void Later_merit_decides_and_chance_breaks_ties()
    {
        SlotRank.Of(2, 8, 0).ShouldBeGreaterThan(SlotRank.Of(2, 7, SlotRank.Places - 1));
        SlotRank.Of(2, 7, 2).ShouldBeGreaterThan(SlotRank.Of(2, 7, 1));
    }
}
