namespace Nights.Domain.Quality;

/// <summary>What can be wrong with a participant's work.</summary>
public enum QualityRule
{
    /// <summary>Too many hidden gold trials wrong.</summary>
    Gold = 0,

    /// <summary>Missed trials that say which side to press.</summary>
    Checks = 1,

    /// <summary>Answers faster than anybody can look.</summary>
    TooFast = 2,

    /// <summary>One side far more often than the other, though sides are drawn.</summary>
    SideBias = 3,

    /// <summary>Left and right in a pattern: far too many changes of side, or far too few.</summary>
    Alternation = 4,

    /// <summary>The same triplet, mirrored and seen again, answered differently.</summary>
    Repeats = 5,

    /// <summary>Disagrees with those who judged the same triplets.</summary>
    Agreement = 6,
}
