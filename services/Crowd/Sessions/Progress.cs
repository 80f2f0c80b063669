namespace Nights.Crowd.Sessions;

/// <summary>How far a participant is.</summary>
/// <param name="Answered">Trials answered, practice not counted.</param>
/// <param name="Total">Trials of the whole HIT.</param>
internal sealed record Progress(int Answered, int Total);
