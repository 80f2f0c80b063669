using Microsoft.AspNetCore.Http.HttpResults;
using Nights.Campaigns.Api;
using Nights.Campaigns.Lifecycle;
using Nights.Domain.Aggregation;

namespace Nights.Campaigns.Agreement;

/// <summary>GET /campaigns/{campaign}/agreement?method=glad&amp;method=mace.</summary>
internal static class ShowAgreement
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/campaigns/{campaign}/agreement", Handle)
            .WithSummary("How far participants agree: alpha and kappa on round 1 and gold, and the labels and accuracies of each method of aggregation")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<Results<Ok<AgreementView>, ProblemHttpResult>> Handle(
        string campaign, CampaignLookup lookup, CampaignAgreement agreement, CancellationToken cancel, string[]? method = null)
    {
        var methods = new List<AggregationMethod>();
        foreach (var name in method ?? [])
        {
            if (Aggregators.Find(name) is not { } known) return Refusal.Bad($"There is no method '{name}'; there are {string.Join(", ", Aggregators.Names)}.");
            methods.Add(known);
        }

        return await lookup.Id(campaign, cancel) is { } id
            ? TypedResults.Ok(await agreement.Of(id, methods.Count is 0 ? CampaignAgreement.Usual : methods, cancel))
            : Refusal.NoCampaign(campaign);
    }
}
