using Microsoft.AspNetCore.Http.HttpResults;
using Nights.Campaigns.Api;
using Nights.Campaigns.Lifecycle;

namespace Nights.Campaigns.Progress;

/// <summary>GET /campaigns and GET /campaigns/{idOrName}.</summary>
internal static class ShowCampaigns
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/campaigns", All).WithSummary("All campaigns, the newest first");
        api.MapGet("/campaigns/{campaign}", One).WithSummary("One campaign by id, name (its newest version) or name@version").ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Ok<IReadOnlyList<CampaignView>>> All(CampaignProgress progress, CancellationToken cancel) =>
        TypedResults.Ok(await progress.All(cancel));

    private static async Task<Results<Ok<CampaignView>, ProblemHttpResult>> One(
        string campaign, CampaignLookup lookup, CampaignProgress progress, CancellationToken cancel) =>
        await lookup.Id(campaign, cancel) is { } id ? TypedResults.Ok(await progress.Of(id, cancel)) : Refusal.NoCampaign(campaign);
}
