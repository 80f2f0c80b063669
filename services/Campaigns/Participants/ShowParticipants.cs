using Microsoft.AspNetCore.Http.HttpResults;
using Nights.Campaigns.Api;
using Nights.Campaigns.Lifecycle;

namespace Nights.Campaigns.Participants;

/// <summary>GET /campaigns/{campaign}/participants and …/participants/times.</summary>
internal static class ShowParticipants
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/campaigns/{campaign}/participants", Handle)
            .WithSummary("Participants of a campaign, their work, what the quality rules say of it, and their record")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/campaigns/{campaign}/participants/times", Times)
            .WithSummary("The first percentile of trusted participants' response times, to set the floor by")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<TrustedTimes>, ProblemHttpResult>> Times(string campaign, CampaignLookup lookup, ParticipantList participants, CancellationToken cancel) =>
        await lookup.Id(campaign, cancel) is { } id ? TypedResults.Ok(await participants.Times(id, cancel)) : Refusal.NoCampaign(campaign);

    private static async Task<Results<Ok<Paged<ParticipantRow>>, ProblemHttpResult>> Handle(
        string campaign, CampaignLookup lookup, ParticipantList participants, CancellationToken cancel, int page = 1, int size = Paged<ParticipantRow>.DefaultSize)
    {
        if (page < 1) return Refusal.Bad($"page is {page}; pages begin at 1.");
        if (size is < 1 or > Paged<ParticipantRow>.LargestSize) return Refusal.Bad($"size is {size}; 1 to {Paged<ParticipantRow>.LargestSize} are possible.");
        return await lookup.Id(campaign, cancel) is { } id
            ? TypedResults.Ok(await participants.Page(id, ParticipantOrder.Newest, page, size, cancel))
            : Refusal.NoCampaign(campaign);
    }
}
