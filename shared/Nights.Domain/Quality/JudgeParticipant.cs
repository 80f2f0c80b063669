using System.Globalization;
using Nights.Domain.Campaigns;

namespace Nights.Domain.Quality;

/// <summary>The rules of quality control: evidence in, verdict with reasons out. Each rule waits until there is enough to say something.</summary>
public static class JudgeParticipant
{
    /// <summary>Answers before their times or sides are judged: below, even all on one side is no more than bad luck.</summary>
    public const int FewestChoices = 20;

    /// <summary>Repeats before consistency is judged.</summary>
    public const int FewestRepeats = 4;

    /// <summary>Triplets that others have judged, before agreement is.</summary>
    public const int FewestShared = 10;

    public static QualityVerdict Of(ParticipantEvidence evidence, QualitySpec quality)
    {
        var found = new List<QualityFinding>();
        Gold(evidence, quality, found);
        Checks(evidence, quality, found);
        TooFast(evidence, quality, found);
        SideBias(evidence, quality, found);
        Alternation(evidence, quality, found);
        Share(QualityRule.Repeats, quality.OnRepeats, evidence.Repeats, FewestRepeats, quality.RepeatsSameShare, "mirrored repeats answered as before", found);
        Share(QualityRule.Agreement, quality.OnAgreement, evidence.Agreement, FewestShared, quality.AgreementShare, "triplets judged as the others did", found);
        return new QualityVerdict([.. found.Where(finding => finding.Action is not QualityAction.Nothing).OrderByDescending(finding => finding.Action)]);
    }

    private static void Gold(ParticipantEvidence evidence, QualitySpec quality, List<QualityFinding> found)
    {
        if (evidence.Gold.Judge(quality) is not GoldVerdict.Fail) return;
        found.Add(new QualityFinding(QualityRule.Gold, quality.OnGold, Say($"{evidence.Gold.Right} of {evidence.Gold.Total} gold trials right, {100 * quality.GoldRightShare:0} % needed")));
    }

    private static void Checks(ParticipantEvidence evidence, QualitySpec quality, List<QualityFinding> found)
    {
        var missed = evidence.Checks.Total - evidence.Checks.Right;
        if (missed >= quality.ChecksMissed) found.Add(new QualityFinding(QualityRule.Checks, quality.OnChecks, Say($"{missed} of {evidence.Checks.Total} attention checks missed")));
    }

    private static void TooFast(ParticipantEvidence evidence, QualitySpec quality, List<QualityFinding> found)
    {
        if (evidence.Trials < FewestChoices || evidence.Fast <= quality.TooFastShare * evidence.Trials) return;
        found.Add(new QualityFinding(
            QualityRule.TooFast, quality.OnTooFast, Say($"{evidence.Fast} of {evidence.Trials} answers within {quality.TooFastMs} ms, {100 * quality.TooFastShare:0} % allowed")));
    }

    private static void SideBias(ParticipantEvidence evidence, QualitySpec quality, List<QualityFinding> found)
    {
        if (evidence.Choices < FewestChoices) return;
        var p = CoinTest.TwoSided(evidence.Lefts, evidence.Choices);
        if (p < quality.SideBiasP) found.Add(new QualityFinding(QualityRule.SideBias, quality.OnSideBias, Say($"{evidence.Lefts} of {evidence.Choices} choices on the left (p = {p:0.##E+0})")));
    }

    private static void Alternation(ParticipantEvidence evidence, QualitySpec quality, List<QualityFinding> found)
    {
        if (evidence.Choices < FewestChoices) return;
        var p = RunsTest.TwoSided(evidence.Lefts, evidence.Choices - evidence.Lefts, evidence.Runs);
        if (p < quality.AlternationP)
            found.Add(new QualityFinding(QualityRule.Alternation, quality.OnAlternation, Say($"{evidence.Runs - 1} changes of side in {evidence.Choices} choices (p = {p:0.##E+0})")));
    }

    private static void Share(QualityRule rule, QualityAction action, GoldScore score, int fewest, double least, string what, List<QualityFinding> found)
    {
        if (score.Total < fewest || (double)score.Right / score.Total >= least) return;
        found.Add(new QualityFinding(rule, action, Say($"{score.Right} of {score.Total} {what}, {100 * least:0} % expected")));
    }

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
