using Nights.Domain.Aggregation.Statistics;

namespace Nights.Domain.Aggregation;

/// <summary>How often a participant is right, as one method sees it.</summary>
/// <param name="Votes">Votes the estimate rests on.</param>
/// <param name="Value">The estimate, 0 to 1. Between two labels 1/2 is a coin; below it, somebody who means the other.</param>
/// <param name="Interval">95 %: of the share (Wilson) or of the posterior (beta). It takes the labels' uncertainty in by expected counts, not beyond.</param>
public readonly record struct ParticipantAccuracy(int Votes, double Value, Interval Interval);
