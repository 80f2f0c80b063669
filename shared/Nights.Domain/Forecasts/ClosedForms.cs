namespace Nights.Domain.Forecasts;

/// <summary>What is known of some policies without simulation, for people who are all right with the same probability.</summary>
public static class ClosedForms
{
    /// <summary>Share of right decisions when votes are bought one by one until one side leads by a margin: φᵟ / (1 + φᵟ), φ = p / (1 − p).
    /// Source: the gambler's ruin; Boyarskaya and Ipeirotis, arXiv 2111.06390.</summary>
    /// <param name="accuracy">p, above 0 and below 1.</param>
    public static double MarginAccuracy(double accuracy, int margin) => 1 / (1 + Math.Pow((1 - accuracy) / accuracy, margin));

    /// <summary>Expected votes of the same: δ (φ + 1)/(φ − 1) · (φᵟ − 1)/(φᵟ + 1); δ² for coin flips.</summary>
    public static double MarginVotes(double accuracy, int margin)
    {
        if (Math.Abs(accuracy - 0.5) < 1e-9) return (double)margin * margin;
        var odds = accuracy / (1 - accuracy);
        var power = Math.Pow(odds, margin);
        return margin * (odds + 1) / (odds - 1) * (power - 1) / (power + 1);
    }

    /// <summary>Expected votes of a majority of an odd number when votes are bought one by one until it cannot change any more.</summary>
    public static double CurtailedMajorityVotes(double accuracy, int most)
    {
        var needed = most / 2 + 1;
        var expected = 0.0;
        for (var lost = 0; lost < needed; lost++)
        {
            var votes = needed + lost;
            var ways = Ways(votes - 1, lost);
            expected += votes * ways * (Math.Pow(accuracy, needed) * Math.Pow(1 - accuracy, lost) + Math.Pow(1 - accuracy, needed) * Math.Pow(accuracy, lost));
        }

        return expected;
    }

    /// <summary>Expected votes of a schedule of unanimous rounds, each bought whole, when the share of people choosing A is Beta(d, d) of the triplet.</summary>
    public static double UnanimousVotes(IReadOnlyList<int> schedule, double difficulty)
    {
        var (expected, through, unanimous) = (0.0, 0, 1.0);
        foreach (var votes in schedule)
        {
            expected += votes * unanimous;
            for (var i = 0; i < votes; i++, through++)
                if (through > 0) unanimous *= (difficulty + through) / (2 * difficulty + through);
        }

        return expected;
    }

    private static double Ways(int of, int choose)
    {
        var ways = 1.0;
        for (var i = 1; i <= choose; i++) ways = ways * (of - choose + i) / i;
        return ways;
    }
}
