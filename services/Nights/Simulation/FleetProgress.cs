namespace Nights.Local.Simulation;

/// <summary>How far a fleet is.</summary>
/// <param name="Acknowledged">Answers the server has confirmed, practice and gold included.</param>
/// <param name="PerSecond">Acknowledged answers a second since the start.</param>
/// <param name="Active">Participants at work.</param>
/// <param name="Ended">Participants who have gone home.</param>
internal readonly record struct FleetProgress(long Acknowledged, double PerSecond, int Active, int Ended);
