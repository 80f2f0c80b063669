using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Nights.Campaigns.Api;
using Nights.Campaigns.Lifecycle;
using Nights.Domain.Triplets;

namespace Nights.Campaigns.Triplets;

/// <summary>GET /campaigns/{campaign}/triplets and GET /triplets/{id}.</summary>
internal static class ShowTriplets
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/campaigns/{campaign}/triplets", List)
            .WithSummary("Triplets of a campaign, the newest decision first")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/triplets/{id:guid}", One).WithSummary("One triplet with its votes and provenance").ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<Paged<TripletCard>>, ProblemHttpResult>> List(
        string campaign,
        CampaignLookup lookup,
        TripletBrowsing triplets,
        CancellationToken cancel,
        [Description("planned, queued, accepted, dropped or void")] string? state = null,
        [Description("round the triplet is in or was decided in, from 1")] int? round = null,
        string? category = null,
        [Description("from 1")] int page = 1,
        [Description("1 to 200")] int size = Paged<TripletCard>.DefaultSize)
    {
        var wanted = TripletState.Planned;
        if (state is not null && (!Enum.TryParse(state, ignoreCase: true, out wanted) || !Enum.IsDefined(wanted)))
            return Refusal.Bad($"state is '{state}'; planned, queued, accepted, dropped and void are possible.");
        if (page < 1) return Refusal.Bad($"page is {page}; pages begin at 1.");
        if (size is < 1 or > Paged<TripletCard>.LargestSize) return Refusal.Bad($"size is {size}; 1 to {Paged<TripletCard>.LargestSize} are possible.");
        if (await lookup.Id(campaign, cancel) is not { } id) return Refusal.NoCampaign(campaign);

        var filter = new TripletFilter { States = state is null ? [] : [wanted], Rounds = round is { } only ? [only] : [], Category = category };
        return TypedResults.Ok(await triplets.Page(id, filter, page, size, cancel));
    }

    private static async Task<Results<Ok<TripletDetail>, ProblemHttpResult>> One(Guid id, TripletInspection inspection, CancellationToken cancel) =>
        await inspection.Of(id, cancel) is { } triplet ? TypedResults.Ok(triplet) : Refusal.Missing($"There is no triplet {id}.");
}
