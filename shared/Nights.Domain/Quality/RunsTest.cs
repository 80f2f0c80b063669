namespace Nights.Domain.Quality;

/// <summary>
/// Wald and Wolfowitz' runs test, exact: given how often each side was pressed, is their order that of chance? Left-right-left-right has too many runs,
/// a side held for long has too few. A preference for one side alone does not show here.
/// </summary>
public static class RunsTest
{
    /// <summary>Two-sided p-value: twice the smaller tail. 1 when only one side was pressed.</summary>
    /// <param name="lefts">Not negative.</param>
    /// <param name="rights">Not negative.</param>
    /// <param name="runs">Unbroken series of one side.</param>
    public static double TwoSided(int lefts, int rights, int runs)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(lefts);
        ArgumentOutOfRangeException.ThrowIfNegative(rights);
        if (lefts is 0 || rights is 0) return 1;
        var (few, many) = (0.0, 0.0);
        for (var r = 2; r <= 2 * Math.Min(lefts, rights) + 1; r++)
        {
            var probability = Probability(lefts, rights, r);
            if (r <= runs) few += probability;
            if (r >= runs) many += probability;
        }

        return Math.Min(1, 2 * Math.Min(few, many));
    }

    private static double Probability(int lefts, int rights, int runs)
    {
        var all = Choose.Log(lefts + rights, lefts);
        var k = runs / 2;
        return runs % 2 is 0
            ? 2 * Math.Exp(Choose.Log(lefts - 1, k - 1) + Choose.Log(rights - 1, k - 1) - all)
            : Math.Exp(Choose.Log(lefts - 1, k) + Choose.Log(rights - 1, k - 1) - all) + Math.Exp(Choose.Log(lefts - 1, k - 1) + Choose.Log(rights - 1, k) - all);
    }
}
