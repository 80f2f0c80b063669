using FsCheck.Xunit;
using Nights.Domain.Budgets;
using Nights.Domain.Campaigns;

namespace Nights.Tests.Domain;

public sealed class SpendTests
{
    [Fact]
    public void Reserving_paying_and_releasing_keep_the_books()
    {
        var spend = new Spend().Reserve(100).Pay(30).Release(20);
        spend.ShouldBe(new Spend(ReservedMinor: 50, PaidMinor: 30));
        spend.CommittedMinor.ShouldBe(80);
    }

    [Fact]
    public void More_than_is_reserved_cannot_be_paid() =>
        Should.Throw<InvalidOperationException>(() => new Spend(10, 0).Pay(11)).Message.ShouldContain("11 was to be taken from a reserve of 10");

    [Fact]
    public void A_sum_too_large_throws_instead_of_wrapping()
    {
        Should.Throw<OverflowException>(() => new Spend(long.MaxValue, 0).Reserve(1));
        Should.Throw<OverflowException>(() => new Spend(long.MaxValue, 1).CommittedMinor);
    }

    [Property]
    public void Spend_fits_exactly_when_the_exact_sum_is_within_the_cap(ulong reserved, ulong paid, ulong more, long cap)
    {
        var spend = new Spend((long)(reserved >> 2), (long)(paid >> 2));
        var extra = (long)(more >> 1);
        var exact = (Int128)spend.ReservedMinor + spend.PaidMinor + extra;
        spend.Fits(extra, cap).ShouldBe(exact <= cap);
    }

    [Property]
    public void The_trials_within_the_cap_fit_and_one_more_does_not(uint committed, uint cap, ushort pay, ushort wanted)
    {
        var spend = new Spend(committed, 0);
        var trials = spend.TrialsWithin(cap, pay, wanted);
        if (committed > cap) trials.ShouldBe(0);
        else spend.Fits(Spend.OfTrials(trials, pay), cap).ShouldBeTrue();
        if (trials < wanted) spend.Fits(Spend.OfTrials(trials + 1, pay), cap).ShouldBeFalse();
    }

    [Fact]
    public void Hourly_pay_is_the_pay_of_a_hit_over_its_duration()
    {
        HourlyPay.PromisedMinor(new HitSpec { TrialsPerHit = 40, Minutes = 4 }, new BudgetSpec { PayPerTrialMinor = 2 }).ShouldBe(1200);
        HourlyPay.Minor(long.MaxValue, TimeSpan.FromHours(1)).ShouldBe(long.MaxValue);
        Should.Throw<OverflowException>(() => HourlyPay.Minor(long.MaxValue, TimeSpan.FromMinutes(1)));
    }
}
