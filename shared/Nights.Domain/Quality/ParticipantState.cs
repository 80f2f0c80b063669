namespace Nights.Domain.Quality;

public enum ParticipantState
{
    Active = 0,

    /// <summary>Takes no more trials; their votes are quarantined.</summary>
    Excluded = 1,
}
