namespace Nights.Domain.Campaigns;

internal static class GuideSpecCheck
{
    private const int LongestModel = 121;

    /// <summary>What a vote is expected to tell is summed over all ways in which the votes to come can fall, whenever a round is opened.</summary>
    private const int MostVotes = 30;

    public static void Check(GuideSpec guide, SpecFindings found)
    {
        found.Line("model", guide.Model, LongestModel);
        found.Range("screen", guide.Screen, 0, 2, " (distances of a model)");
        if (!guide.Rank && guide.Screen == 0) found.Add("rank", "is false and nothing is screened, so the model would do nothing; leave guide out, or write rank: true or a distance under screen.");
    }

    /// <summary>What guidance asks of the other parts.</summary>
    public static void Together(CampaignSpec spec, GuideSpec guide, SpecFindings found)
    {
        if (spec.Task is not CampaignTask.TwoAfc) found.Add("guide", "guides votes on triplets, and this campaign flashes pairs; leave it out.");
        if (guide.Rank && spec.Votes.Schedule.Sum() is var votes and > MostVotes)
            found.Add("guide.rank", $"needs votes.schedule to add up to {MostVotes} votes at most, and it adds up to {votes}; buy fewer votes or write rank: false.");
    }
}
