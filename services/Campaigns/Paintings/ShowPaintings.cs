using System.ComponentModel;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Nights.Campaigns.Api;
using Nights.Campaigns.Lifecycle;
using Nights.Campaigns.Operators;
using Nights.Domain.Triplets;

namespace Nights.Campaigns.Paintings;

/// <summary>GET /campaigns/{campaign}/paintings, POST /campaigns/{campaign}/paintings/{id}/order and …/paintings/order.</summary>
internal static class ShowPaintings
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/campaigns/{campaign}/paintings", List)
            .WithSummary("Paintings of a campaign by number; those that failed with their reasons")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);
        api.MapPost("/campaigns/{campaign}/paintings/{id:guid}/order", (string campaign, Guid id, ClaimsPrincipal user, CampaignLookup lookup, OrderAgain order, CancellationToken cancel) =>
                Order(campaign, id, user, lookup, order, cancel))
            .WithSummary("Order a failed painting again, with the next attempt")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
        api.MapPost("/campaigns/{campaign}/paintings/order", (string campaign, ClaimsPrincipal user, CampaignLookup lookup, OrderAgain order, CancellationToken cancel) =>
                Order(campaign, null, user, lookup, order, cancel))
            .WithSummary("Order all failed paintings again")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    /// <param name="Count">Paintings put back.</param>
    internal sealed record OrderedAgain(int Count);

    private static async Task<Results<Ok<Paged<PaintingRow>>, ProblemHttpResult>> List(
        string campaign,
        CampaignLookup lookup,
        PaintingList paintings,
        CancellationToken cancel,
        [Description("planned, ordered, painted or failed")] string? state = null,
        [Description("from 1")] int page = 1,
        [Description("1 to 200")] int size = Paged<PaintingRow>.DefaultSize)
    {
        var wanted = PaintingState.Planned;
        if (state is not null && (!Enum.TryParse(state, ignoreCase: true, out wanted) || !Enum.IsDefined(wanted)))
            return Refusal.Bad($"state is '{state}'; planned, ordered, painted and failed are possible.");
        if (page < 1) return Refusal.Bad($"page is {page}; pages begin at 1.");
        if (size is < 1 or > Paged<PaintingRow>.LargestSize) return Refusal.Bad($"size is {size}; 1 to {Paged<PaintingRow>.LargestSize} are possible.");
        return await lookup.Id(campaign, cancel) is { } id
            ? TypedResults.Ok(await paintings.Page(id, state is null ? null : wanted, page, size, cancel))
            : Refusal.NoCampaign(campaign);
    }

    private static async Task<Results<Ok<OrderedAgain>, ProblemHttpResult>> Order(
        string campaign, Guid? painting, ClaimsPrincipal user, CampaignLookup lookup, OrderAgain order, CancellationToken cancel)
    {
        if (await lookup.Id(campaign, cancel) is not { } id) return Refusal.NoCampaign(campaign);
        var (count, refusal) = await order.Run(id, painting, user.OperatorName(), cancel);
        return refusal is null ? TypedResults.Ok(new OrderedAgain(count)) : Refusal.Conflict(refusal);
    }
}
