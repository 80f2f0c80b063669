namespace Nights.Domain.Quality;

/// <summary>How many of something that comes once in so many trials fall on a page: none is owed before its turn, and none is left out whatever the pages' length.</summary>
public static class TrialsDue
{
    /// <param name="answered">Trials of the HIT before the page.</param>
    /// <param name="trials">Trials of the page.</param>
    /// <param name="every">One in so many; 0 for none at all.</param>
    public static int On(int answered, int trials, int every) => every is 0 ? 0 : (answered + trials) / every - answered / every;
}
