namespace Nights.Domain.Quality;

/// <summary>A rule that a participant's work breaks.</summary>
/// <param name="Reason">A phrase with the figures, for operators and the record, e.g. "3 of 8 gold trials right, 70 % needed".</param>
public sealed record QualityFinding(QualityRule Rule, QualityAction Action, string Reason);
