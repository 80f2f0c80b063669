namespace Nights.Domain.Campaigns;

/// <summary>How participants are checked.</summary>
public sealed record QualitySpec
{
    /// <summary>Practice trials with feedback before the first page, 0 to 20.</summary>
    public int Practice { get; init; } = 4;

    /// <summary>Practice trials that must be right to go on, at most <see cref="Practice"/>. One retry.</summary>
    public int PracticeRight { get; init; } = 3;

    /// <summary>Hidden gold trials as a share of the trials shown, 0 to 0.5.</summary>
    public double GoldShare { get; init; } = 0.1;

    /// <summary>After this many gold trials the participant's share of right answers is judged.</summary>
    public int GoldBeforeJudging { get; init; } = 4;

    /// <summary>Below this share of right gold answers the participant is excluded and their votes are quarantined.</summary>
    public double GoldRightShare { get; init; } = 0.7;

    /// <summary>Answers faster than this are counted as too fast, in milliseconds.</summary>
    public int TooFastMs { get; init; } = 400;
}
