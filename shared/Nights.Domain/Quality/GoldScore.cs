using Nights.Domain.Campaigns;

namespace Nights.Domain.Quality;

/// <summary>A participant's hidden gold trials so far.</summary>
/// <param name="Right">Answered right, 0 to <paramref name="Total"/>.</param>
/// <param name="Total">Answered.</param>
public readonly record struct GoldScore(int Right, int Total)
{
    public GoldScore Add(bool right) => new(Right + (right ? 1 : 0), Total + 1);

    /// <summary>Judges the share of right answers once enough gold was seen; a share equal to the limit passes.</summary>
    public GoldVerdict Judge(QualitySpec quality)
    {
        if (Total < Math.Max(1, quality.GoldBeforeJudging)) return GoldVerdict.TooEarly;
        return (double)Right / Total >= quality.GoldRightShare ? GoldVerdict.Pass : GoldVerdict.Fail;
    }
}
