using System.Security.Claims;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Nights.Campaigns.Api;
using Nights.Campaigns.Lifecycle;
using Nights.Campaigns.Operators;
using Nights.Database;
using Nights.Domain.Campaigns;
using Nights.Hosting.Secrecy;

namespace Nights.Campaigns.Links;

/// <summary>POST /campaigns/{campaign}/links: a signed address that participants open. Nothing is stored; the signature is the permission.</summary>
internal sealed class CreateLink(IDbContextFactory<NightsDb> databases, Secrets secrets, IOptions<HitLinkOptions> options, TimeProvider clock)
{
    private const int LongestChannel = 60;
    private const int MostHours = 24 * 365;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/campaigns/{campaign}/links", Handle)
            .WithSummary("Make a link for participants")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);

    /// <param name="Channel">Where its holders come from; "own" is our own page.</param>
    /// <param name="ValidHours">1 to 8760.</param>
    internal sealed record Body(string Channel = "own", int ValidHours = 720);

    internal sealed record Link(string Url, string Token, DateTimeOffset ExpiresAt);

    public async Task<Link> Run(Guid campaignId, string channel, int validHours, string who, CancellationToken cancel)
    {
        var expires = DateTimeOffset.FromUnixTimeSeconds(clock.GetUtcNow().ToUnixTimeSeconds()).AddHours(validHours);
        var token = LinkToken.Create(secrets.Derive("links"), campaignId, channel, expires, Guid.CreateVersion7());
        await using var db = await databases.CreateDbContextAsync(cancel);
        db.Audit.Add(AuditLog.Entry(clock, who, "create link", $"campaign {campaignId}", $"channel {channel}, {validHours} h"));
        await db.SaveChangesAsync(cancel);
        return new Link($"{options.Value.PublicUrl!.ToString().TrimEnd('/')}/w/{campaignId}?t={token}", token, expires);
    }

    private static async Task<Results<Ok<Link>, ProblemHttpResult>> Handle(
        string campaign, Body? body, ClaimsPrincipal user, CampaignLookup lookup, CreateLink create, CancellationToken cancel)
    {
        var (channel, hours) = body ?? new Body();
        if (Encoding.UTF8.GetByteCount(channel) is 0 or > LongestChannel) return Refusal.Bad($"The channel '{channel}' is too long or empty; 1 to {LongestChannel} bytes are possible.");
        if (hours is < 1 or > MostHours) return Refusal.Bad($"validHours is {hours}; 1 to {MostHours} are possible.");
        return await lookup.Id(campaign, cancel) is { } id
            ? TypedResults.Ok(await create.Run(id, channel, hours, user.OperatorName(), cancel))
            : Refusal.NoCampaign(campaign);
    }
}
