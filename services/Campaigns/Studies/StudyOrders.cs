using Nights.Channels.Studies;
using Nights.Database.Campaigns;
using Nights.Database.Channels;
using Nights.Domain.Campaigns;

namespace Nights.Campaigns.Studies;

/// <summary>A study's row and its campaign's spec, in the words a channel understands.</summary>
internal static class StudyOrders
{
    public static StudyOrder Of(Study study, CampaignSpec spec) => new()
    {
        Id = study.Id,
        ExternalId = study.ExternalId,
        Title = spec.Hit.Title,
        Description = Description(spec.Hit),
        Page = new Uri(study.Page),
        Places = study.Places,
        RewardMinor = study.RewardMinor,
        Currency = study.Currency,
        Minutes = spec.Hit.Minutes,
        Days = study.Days,
        CompletionCode = study.CompletionCode,
        PartialCode = study.PartialCode,
    };

    public static StudyOrder Of(Study study, Campaign campaign) => Of(study, campaign.ReadSpec());

    private static string Description(HitSpec hit) =>
        $"{hit.Question} You compare {hit.TrialsPerHit} pairs of pictures; it takes about {hit.Minutes} minutes. It needs sight."
        + (hit.Contact.Length > 0 ? $" Questions: {hit.Contact}" : "");
}
