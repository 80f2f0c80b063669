using Nights.Contracts;
using Nights.Database.Triplets;
using Nights.Domain.Campaigns;

namespace Nights.Campaigns.Planning;

/// <summary>The message that orders a painting: a function of its row and its campaign's spec, so a repeat is the same order.</summary>
internal static class PaintingOrder
{
    public static PaintTriplet Of(Painting painting, CampaignSpec spec) => new()
    {
        PaintingId = painting.Id,
        CampaignId = painting.CampaignId,
        Model = spec.Painting.Model,
        Prompt = painting.Prompt,
        NegativePrompt = spec.Painting.NegativePrompt,
        Seeds = painting.Seeds,
        Width = spec.Painting.Size,
        Height = spec.Painting.Size,
        Steps = spec.Painting.Steps,
        Guidance = spec.Painting.Guidance,
        Scheduler = spec.Painting.Scheduler,
    };
}
