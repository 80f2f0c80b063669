using Nights.Domain.Campaigns;
using Nights.Domain.Quality;

namespace Nights.Campaigns.Participants;

/// <summary>A participant's work as the quality rules see it.</summary>
/// <param name="Accuracy">Posterior after gold, with its 95 % interval.</param>
/// <param name="SideBiasP">Of the exact binomial test on the sides.</param>
/// <param name="AlternationP">Of the exact runs test on their order.</param>
/// <param name="Findings">Rules that are broken now, the gravest first.</param>
public sealed record ParticipantQuality(ParticipantEvidence Evidence, Accuracy Accuracy, double SideBiasP, double AlternationP, IReadOnlyList<QualityFinding> Findings)
{
    public static ParticipantQuality Of(ParticipantEvidence evidence, QualitySpec quality) => new(
        evidence,
        Accuracy.Of(evidence.Gold),
        CoinTest.TwoSided(evidence.Lefts, evidence.Choices),
        RunsTest.TwoSided(evidence.Lefts, evidence.Choices - evidence.Lefts, evidence.Runs),
        JudgeParticipant.Of(evidence, quality).Findings);
}
