namespace Nights.Domain.Campaigns;

internal static class GuidanceSpecCheck
{
    private const int LongestModel = 121;

    /// <summary>What a vote is expected to tell is summed over all ways in which the votes to come can fall, whenever a round is opened.</summary>
    private const int MostVotes = 30;

    public static void Check(GuidanceSpec guidance, SpecFindings found)
    {
        found.Line("model", guidance.Model, LongestModel);
        found.Range("screen", guidance.Screen, 0, 2, " (distances of a model)");
        if (!guidance.Rank && guidance.Screen == 0) found.Add("rank", "is false and nothing is screened, so the model would do nothing; leave guidance out, or write rank: true or a distance under screen.");
    }

    /// <summary>What guidance asks of the other parts.</summary>
    public static void Together(CampaignSpec spec, GuidanceSpec guidance, SpecFindings found)
    {
        if (spec.Task is not CampaignTask.TwoAfc) found.Add("guidance", "guides votes on triplets, and this campaign flashes pairs; leave it out.");
        if (guidance.Rank && spec.Votes.Schedule.Sum() is var votes and > MostVotes)
            found.Add("guidance.rank", $"needs votes.schedule to add up to {MostVotes} votes at most, and it adds up to {votes}; buy fewer votes or write rank: false.");
    }
}
