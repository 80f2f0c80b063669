namespace Nights.Domain.Quality;

/// <summary>Who gets through hidden gold: for choosing how many trials and how many misses.</summary>
public static class GoldChance
{
    /// <summary>Chance to answer at most so many of the gold trials wrong.</summary>
    /// <param name="trials">Gold trials seen.</param>
    /// <param name="wrong">Misses allowed.</param>
    /// <param name="accuracy">Chance to be right on one: 0.5 for whoever tosses a coin.</param>
    public static double Pass(int trials, int wrong, double accuracy)
    {
        var chance = 0.0;
        for (var i = 0; i <= Math.Min(wrong, trials); i++) chance += Math.Exp(Choose.Log(trials, i)) * Math.Pow(1 - accuracy, i) * Math.Pow(accuracy, trials - i);
        return chance;
    }

    /// <summary>Misses that a required share of right answers allows in so many trials.</summary>
    public static int MissesAllowed(int trials, double rightShare)
    {
        var wrong = 0;
        while (wrong < trials && (double)(trials - wrong - 1) / trials >= rightShare) wrong++;
        return wrong;
    }
}
