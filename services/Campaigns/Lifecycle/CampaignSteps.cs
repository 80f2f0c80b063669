using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Nights.Campaigns.Api;
using Nights.Campaigns.Operators;
using Nights.Campaigns.Progress;

namespace Nights.Campaigns.Lifecycle;

/// <summary>POST /campaigns/{campaign}/start, pause, resume and drain.</summary>
internal static class CampaignSteps
{
    public static void Map(IEndpointRouteBuilder api)
    {
        foreach (var step in Enum.GetValues<CampaignStep>())
        {
            api.MapPost($"/campaigns/{{campaign}}/{step.ToString().ToLowerInvariant()}", Handler(step))
                .WithSummary($"{step} a campaign")
                .ProducesProblem(StatusCodes.Status404NotFound)
                .ProducesProblem(StatusCodes.Status409Conflict);
        }
    }

    private static Func<string, ClaimsPrincipal, CampaignLookup, ChangeCampaignState, CampaignProgress, CancellationToken, Task<Results<Ok<CampaignView>, ProblemHttpResult>>> Handler(CampaignStep step) =>
        async (campaign, user, lookup, change, progress, cancel) =>
        {
            if (await lookup.Id(campaign, cancel) is not { } id) return Refusal.NoCampaign(campaign);
            return await change.Run(id, step, user.OperatorName(), cancel) is { } refusal
                ? Refusal.Conflict(refusal)
                : TypedResults.Ok(await progress.Of(id, cancel));
        };
}
