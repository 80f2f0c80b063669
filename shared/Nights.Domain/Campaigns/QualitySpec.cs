using Nights.Domain.Quality;

namespace Nights.Domain.Campaigns;

/// <summary>How participants are checked.</summary>
public sealed record QualitySpec
{
    /// <summary>Practice trials with feedback before the first page, 0 to 20.</summary>
    public int Practice { get; init; } = 4;

    /// <summary>Practice trials that must be right to go on, at most <see cref="Practice"/>. One retry.</summary>
    public int PracticeRight { get; init; } = 3;

    /// <summary>Hidden gold trials as a share of the trials shown, 0 to 0.5. Above 0, one of the first five trials of a HIT is gold.</summary>
    public double GoldShare { get; init; } = 0.1;

    /// <summary>After this many gold trials the participant's share of right answers is judged.</summary>
    public int GoldBeforeJudging { get; init; } = 4;

    /// <summary>Below this share of right gold answers <see cref="OnGold"/> follows.</summary>
    public double GoldRightShare { get; init; } = 0.7;

    /// <summary>An accepted triplet becomes gold itself with so many votes of trusted participants, all for one side; 2 to 1000. Beyond the schedule's sum none ever does.</summary>
    public int GoldPromotionVotes { get; init; } = 10;

    /// <summary>Answers faster than this are counted as too fast, in milliseconds.</summary>
    public int TooFastMs { get; init; } = 400;

    /// <summary>With a larger share of too fast answers <see cref="OnTooFast"/> follows; 0 to 1.</summary>
    public double TooFastShare { get; init; } = 0.2;

    /// <summary>Answers slower than this are stored and paid, and not counted, in milliseconds.</summary>
    public int TooSlowMs { get; init; } = 60_000;

    /// <summary>One trial in so many says plainly which side to press; 0 for none.</summary>
    public int TrialsPerCheck { get; init; } = 50;

    /// <summary>From so many missed checks on <see cref="OnChecks"/> follows.</summary>
    public int ChecksMissed { get; init; } = 2;

    /// <summary>One trial in so many shows a triplet of an earlier page again, mirrored; 0 for none. It is paid, and not counted twice.</summary>
    public int TrialsPerRepeat { get; init; } = 30;

    /// <summary>Below this share of repeats answered as before <see cref="OnRepeats"/> follows; 0 to 1.</summary>
    public double RepeatsSameShare { get; init; } = 0.6;

    /// <summary>Below this p-value of the exact binomial test on the sides <see cref="OnSideBias"/> follows; 0 to 0.1.</summary>
    public double SideBiasP { get; init; } = 0.001;

    /// <summary>Below this p-value of the exact runs test <see cref="OnAlternation"/> follows; 0 to 0.1.</summary>
    public double AlternationP { get; init; } = 0.001;

    /// <summary>Below this share of agreement with at least three others <see cref="OnAgreement"/> follows; 0 to 1.</summary>
    public double AgreementShare { get; init; } = 0.6;

    /// <summary>The largest share of a campaign's votes by one participant, once that is more than a HIT; above 0, and 1 for no limit.</summary>
    public double MostOfCampaign { get; init; } = 0.05;

    public QualityAction OnGold { get; init; } = QualityAction.Exclude;
    public QualityAction OnChecks { get; init; } = QualityAction.SoftReject;
    public QualityAction OnTooFast { get; init; } = QualityAction.Warn;
    public QualityAction OnSideBias { get; init; } = QualityAction.Flag;
    public QualityAction OnAlternation { get; init; } = QualityAction.Flag;
    public QualityAction OnRepeats { get; init; } = QualityAction.Flag;
    public QualityAction OnAgreement { get; init; } = QualityAction.Flag;

    /// <summary>Whether an exclusion by a rule reaches this campaign or all.</summary>
    public MarkScope ExclusionScope { get; init; } = MarkScope.Everywhere;
}
