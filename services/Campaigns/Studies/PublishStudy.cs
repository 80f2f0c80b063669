using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Nights.Campaigns.Api;
using Nights.Campaigns.Calls;
using Nights.Campaigns.Channels;
using Nights.Campaigns.Lifecycle;
using Nights.Campaigns.Links;
using Nights.Campaigns.Operators;
using Nights.Channels;
using Nights.Channels.Prolific;
using Nights.Database;
using Nights.Database.Campaigns;
using Nights.Database.Channels;
using Nights.Domain.Budgets;
using Nights.Domain.Campaigns;
using Nights.Hosting.Secrecy;

namespace Nights.Campaigns.Studies;

/// <summary>
/// POST /campaigns/{campaign}/studies: offers a campaign's HITs on a channel. The row and the call to the channel are stored together; the marketplace is told
/// afterwards, so that nothing can be there that is not known here.
/// </summary>
internal sealed class PublishStudy(
    IDbContextFactory<NightsDb> databases, CrowdChannels channels, Secrets secrets, IOptions<HitLinkOptions> links, IOptions<ProlificOptions> prolific, ChannelBell bell, TimeProvider clock)
{
    private const int MostPlaces = 100_000, MostDays = 120;
    private const string Letters = "ABCDEFGHJKMNPQRSTVWXYZ23456789";

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/campaigns/{campaign}/studies", Handle)
            .WithSummary("Publish HITs on a channel")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);

    /// <param name="Channel">"own", "prolific", "mturk" or "rehearsal".</param>
    /// <param name="Places">People wanted, 1 to 100,000.</param>
    /// <param name="Days">Days it stays open, 1 to 120.</param>
    internal sealed record Body(string? Channel, int Places, int Days = 30);

    /// <returns>The study, or why there is none.</returns>
    public async Task<(Study? Study, string? Refusal)> Run(Guid campaignId, string channelName, int places, int days, string who, CancellationToken cancel)
    {
        if (channels.Find(channelName) is not { } channel) return (null, $"There is no channel '{channelName}'; {string.Join(", ", channels.Names)} are possible.");
        if (places is < 1 or > MostPlaces) return (null, $"places is {places}; 1 to {MostPlaces} are possible.");
        if (days is < 1 or > MostDays) return (null, $"days is {days}; 1 to {MostDays} are possible.");

        await using var db = await databases.CreateDbContextAsync(cancel);
        var campaign = await db.Campaigns.AsNoTracking().SingleAsync(row => row.Id == campaignId, cancel);
        var spec = campaign.ReadSpec();
        if (campaign.State is not (CampaignState.Running or CampaignState.Paused))
            return (null, $"{campaign.Name} is {campaign.State.ToString().ToLowerInvariant()}; HITs are published while a campaign runs.");

        var now = clock.GetUtcNow();
        var id = Guid.CreateVersion7();
        var reward = Spend.OfTrials(spec.Hit.TrialsPerHit, spec.Budget.PayPerTrialMinor);
        if (reward * places > spec.Budget.CapMinor)
            return (null, $"{places} places at {reward} minor units are {reward * places}; the campaign's cap is {spec.Budget.CapMinor}. At most {(reward > 0 ? spec.Budget.CapMinor / reward : places)} places fit.");
        var code = Draw();
        // The study's id is the link's nonce: whoever comes by this link comes for this study.
        var token = LinkToken.Create(secrets.Derive("links"), campaignId, channelName, DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds()).AddDays(days), id);
        var study = new Study
        {
            Id = id,
            CampaignId = campaignId,
            Channel = channelName,
            State = StudyState.Publishing,
            Places = places,
            RewardMinor = reward,
            Currency = spec.Budget.Currency,
            Page = $"{links.Value.PublicUrl!.ToString().TrimEnd('/')}/w/{campaignId}?t={token}",
            Days = days,
            CompletionCode = code,
            PartialCode = Draw(),
            CompletionUrl = channelName is ChannelNames.Prolific ? prolific.Value.Completion.AbsoluteUri : null,
            CreatedAt = now,
        };
        if (channel.WhyNot(StudyOrders.Of(study, spec)) is { } why) return (null, why);

        db.Studies.Add(study);
        db.ChannelCalls.Add(NewCall.Of(clock, study.Id, null, CallKind.Publish, $"publish:{id:N}", new { }, who));
        db.Audit.Add(AuditLog.Entry(clock, who, "publish study", $"study {id}", $"campaign {campaign.Name}, channel {channelName}, {places} places at {reward} minor units"));
        await db.SaveChangesAsync(cancel);
        bell.Ring();
        return (study, null);
    }

    private static async Task<Results<Accepted<StudyView>, ProblemHttpResult>> Handle(
        string campaign, Body body, ClaimsPrincipal user, CampaignLookup lookup, PublishStudy publish, StudyList studies, CancellationToken cancel)
    {
        if (await lookup.Id(campaign, cancel) is not { } id) return Refusal.NoCampaign(campaign);
        var (study, refusal) = await publish.Run(id, body.Channel ?? "", body.Places, body.Days, user.OperatorName(), cancel);
        return study is null ? Refusal.Conflict(refusal!) : TypedResults.Accepted($"/api/v1/studies/{study.Id}", await studies.One(study.Id, cancel));
    }

    private static string Draw() => RandomNumberGenerator.GetString(Letters, 8);
}
