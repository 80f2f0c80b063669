using Nights.Contracts;

namespace Nights.Trainer.Guidance;

/// <summary>What became of paintings that were to be scored: each is in one of the two lists.</summary>
internal sealed record ScoreAnswers(List<PaintingScored> Scored, List<ScoringFailed> Failed);
