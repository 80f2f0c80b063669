using Microsoft.AspNetCore.Http.HttpResults;
using Nights.Campaigns.Api;
using Nights.Campaigns.Lifecycle;

namespace Nights.Campaigns.Studies;

/// <summary>GET /campaigns/{campaign}/studies and GET /studies/{study}.</summary>
internal static class ShowStudies
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/campaigns/{campaign}/studies", Many).WithSummary("Studies of a campaign").ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/studies/{study:guid}", One).WithSummary("A study").ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<IReadOnlyList<StudyView>>, ProblemHttpResult>> Many(string campaign, CampaignLookup lookup, StudyList studies, CancellationToken cancel) =>
        await lookup.Id(campaign, cancel) is { } id ? TypedResults.Ok(await studies.Of(id, cancel)) : Refusal.NoCampaign(campaign);

    private static async Task<Results<Ok<StudyView>, ProblemHttpResult>> One(Guid study, StudyList studies, CancellationToken cancel) =>
        await studies.Find(study, cancel) is null ? Refusal.Missing($"There is no study {study}.") : TypedResults.Ok(await studies.One(study, cancel));
}
