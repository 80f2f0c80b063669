using Nights.Domain.Budgets;

namespace Nights.Tests.Domain;

public sealed class TopUpTests
{
    [Theory]
    [InlineData(80, 4, 1200, 0)]          // 4 minutes at 12.00 an hour are 0.80
    [InlineData(80, 6, 1200, 40)]
    [InlineData(80, 0, 1200, 0)]
    [InlineData(200, 4, 1200, 0)]
    [InlineData(0, 1, 1000, 17)]          // 16.67 are rounded up: nobody stays below
    public void What_is_missing_lifts_the_median_to_the_target_and_no_further(long pay, int minutes, long hourly, long missing) =>
        TopUp.PerSubmissionMinor(pay, TimeSpan.FromMinutes(minutes), hourly).ShouldBe(missing);
}
