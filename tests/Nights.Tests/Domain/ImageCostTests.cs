using FsCheck.Xunit;
using Nights.Domain.Budgets;
using Nights.Domain.Campaigns;

namespace Nights.Tests.Domain;

public sealed class ImageCostTests
{
    [Fact]
    public void Pictures_of_our_own_cost_nothing_and_nothing_stops_them()
    {
        ImageCost.PaintingsWithin(Spec(price: 0, cap: 10), committedMinor: 10, overspentMinor: 0, wanted: 7).ShouldBe(7);
        ImageCost.WhyNothingIsOrdered(Spec(price: 0, cap: 10), 10, 0, unpainted: 7).ShouldBeNull();
    }

    [Property]
    public void The_paintings_within_the_cap_fit_and_one_more_does_not(ushort price, uint cap, uint committed, byte wanted)
    {
        var spec = Spec(price, cap);
        var count = ImageCost.PaintingsWithin(spec, Math.Min(committed, cap), 0, wanted);
        count.ShouldBeInRange(0, wanted);
        if (price == 0) return;
        var (each, left) = (3L * price, cap - (long)Math.Min(committed, cap));
        (count * each).ShouldBeLessThanOrEqualTo(left);
        if (count < wanted) ((count + 1) * each).ShouldBeGreaterThan(left);
    }

    [Fact]
    public void The_operator_is_told_why_nothing_is_ordered()
    {
        var spec = Spec(price: 10, cap: 100);
        ImageCost.WhyNothingIsOrdered(spec, 70, 0, 5).ShouldBeNull();
        ImageCost.WhyNothingIsOrdered(spec, 71, 0, 0).ShouldBeNull();
        ImageCost.WhyNothingIsOrdered(spec, 71, 0, 5)!.ShouldStartWith("The cap of 100 leaves 29 and the next painting needs 30; 5 paintings are not ordered.");
        ImageCost.WhyNothingIsOrdered(spec, 100, 12, 5)!.ShouldStartWith("Pictures have cost 12 more than the cap of 100 allows; 5 paintings are not ordered.");
    }

    private static CampaignSpec Spec(int price, long cap) => new()
    {
        Name = "paid",
        Painting = new PaintingSpec { PricePerImageMinor = price },
        Budget = new BudgetSpec { CapMinor = cap },
    };
}
