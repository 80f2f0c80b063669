using Nights.Domain.Campaigns;

namespace Nights.Domain.Quality;

/// <summary>How much of a campaign one participant may judge, so that nobody's taste becomes the data set's.</summary>
public static class ShareOfCampaign
{
    /// <summary>
    /// Most votes of one participant: the share of the votes that are sure to be bought (round 1 of every triplet). Null, no limit, when the campaign is so
    /// small that the share is less than one HIT: turning people away in the middle of a HIT would cost more than it saves.
    /// </summary>
    /// <param name="triplets">Triplets planned.</param>
    public static int? Limit(CampaignSpec spec, long triplets)
    {
        if (spec.Quality.MostOfCampaign >= 1) return null;
        var limit = (long)Math.Floor(spec.Quality.MostOfCampaign * triplets * spec.Votes.Schedule[0]);
        return limit < spec.Hit.TrialsPerHit || limit > int.MaxValue ? null : (int)limit;
    }
}
