using Microsoft.AspNetCore.Http.HttpResults;
using Nights.Campaigns.Api;
using Nights.Campaigns.Lifecycle;

namespace Nights.Campaigns.Jnd;

/// <summary>GET /campaigns/{campaign}/jnd: pairs by number with same-rate and d′, catch pairs, and how well screens kept the plan.</summary>
internal static class ShowJnd
{
    private const int LargestSize = 1000;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/campaigns/{campaign}/jnd", Handle)
            .WithSummary("Flashed pairs: same-rate, d′ and timing")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<Results<Ok<JndView>, ProblemHttpResult>> Handle(
        string campaign, CampaignLookup lookup, JndResults results, CancellationToken cancel, int page = 1, int size = 100)
    {
        if (page is < 1 or > 1_000_000) return Refusal.Bad($"page is {page}; pages begin at 1.");
        if (size is < 1 or > LargestSize) return Refusal.Bad($"size is {size}; 1 to {LargestSize} are possible.");
        return await lookup.Id(campaign, cancel) is { } id ? TypedResults.Ok(await results.Of(id, page, size, cancel)) : Refusal.NoCampaign(campaign);
    }
}
