namespace Nights.Domain.Quality;

public enum GoldVerdict
{
    /// <summary>Too few gold trials seen to judge.</summary>
    TooEarly = 0,
    Pass = 1,

    /// <summary>Exclude the participant and quarantine their votes.</summary>
    Fail = 2,
}
