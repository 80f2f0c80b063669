using Microsoft.Extensions.Options;

namespace Nights.Crowd.Sessions;

/// <summary>POST /api/hit/preview: what the study offers, to somebody who has not accepted it. Nothing is stored: no person, no session, no lease.</summary>
internal static class ShowOffer
{
    public sealed record Body(string Campaign, string Link);

    public sealed record Reply(CampaignOffer Campaign);

    public static void Map(RouteGroupBuilder api) => api.MapPost("/preview", Handle).RequireRateLimiting(Web.HitLimits.NewSessions);

    private static async Task<IResult> Handle(Body body, LinkDoor door, IOptions<CrowdOptions> options, CancellationToken cancel)
    {
        var (campaign, _, refused) = await door.Enter(body.Campaign, body.Link, cancel);
        return refused is not null ? refused : TypedResults.Ok(new Reply(CampaignOffer.Of(campaign!, options.Value.Privacy)));
    }
}
