using System.Diagnostics;
using Nights.Contracts;
using Nights.Database.Triplets;
using Nights.Domain.Campaigns;
using Nights.Domain.Perturbations;

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
        Variations = painting.Variations is null ? [] : [.. PaintingVariations.Read(painting.Variations).Select(Picture)],
        NoiseSource = spec.Painting.Noise,
        GuidanceRescale = spec.Painting.GuidanceRescale,
        Safety = spec.Painting.Safety switch
        {
            PictureSafety.Optional => "optional",
            PictureSafety.Required => "required",
            PictureSafety.Off => "off",
            _ => throw new UnreachableException($"{spec.Painting.Safety} is no way to treat the safety checker."),
        },
        Redraws = spec.Painting.Redraws,
        Attempt = painting.Attempt,
    };

    private static IReadOnlyList<PictureVariation> Picture(IReadOnlyList<Perturbation> changes) => [.. changes.Select(Variation)];

    private static PictureVariation Variation(Perturbation change) => new()
    {
        Dimension = change.Dimension.Word(),
        Operator = change.Operator.Word(),
        Level = change.Level,
        Seed = change.Seed,
        Prompt = change.Prompt,
    };
}
