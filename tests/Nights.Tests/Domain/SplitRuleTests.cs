using System.Globalization;
using FsCheck.Xunit;
using Nights.Domain.Campaigns;
using Nights.Domain.Snapshots;

namespace Nights.Tests.Domain;

public sealed class SplitRuleTests
{
    [Fact]
    public void The_shares_are_about_as_asked()
    {
        var sides = Enumerable.Range(0, 10_000).Select(n => SplitRule.Of(new SplitSpec(), n.ToString(CultureInfo.InvariantCulture))).ToList();
        sides.Count(side => side == Split.Test).ShouldBeInRange(900, 1100);
        sides.Count(side => side == Split.Val).ShouldBeInRange(900, 1100);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1")]
    [InlineData("2")]
    public void A_group_keeps_its_side_between_releases(string group) =>
        SplitRule.Of(new SplitSpec { Test = 0.4, Val = 0.3 }, group).ShouldBe(Golden[int.Parse(group, CultureInfo.InvariantCulture)]);

    [Property]
    public void More_test_share_never_moves_a_group_out_of_test(string group, byte share)
    {
        var small = new SplitSpec { Test = share / 512.0, Val = 0.1 };
        if (SplitRule.Of(small, group) == Split.Test) SplitRule.Of(small with { Test = small.Test + 0.2 }, group).ShouldBe(Split.Test);
    }

    [Fact]
    public void Another_salt_is_another_split()
    {
        var moved = Enumerable.Range(0, 1000).Select(n => n.ToString(CultureInfo.InvariantCulture))
            .Count(group => SplitRule.Of(new SplitSpec { Test = 0.5 }, group) != SplitRule.Of(new SplitSpec { Test = 0.5, Salt = "other" }, group));
        moved.ShouldBeGreaterThan(300);
    }

    [Fact]
    public void Nothing_is_held_out_when_nothing_is_asked_for() =>
        Enumerable.Range(0, 100).ShouldAllBe(n => SplitRule.Of(new SplitSpec { Test = 0, Val = 0 }, $"{n}") == Split.Train);

    private static readonly Split[] Golden = [Split.Train, Split.Train, Split.Test];
}
