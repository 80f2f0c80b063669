namespace Nights.Domain.Quality;

/// <summary>How far a mark reaches.</summary>
public enum MarkScope
{
    Campaign = 0,

    /// <summary>All campaigns, now and later.</summary>
    Everywhere = 1,
}
