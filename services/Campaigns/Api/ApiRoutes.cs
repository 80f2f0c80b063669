using System.Text.Json;
using System.Text.Json.Serialization;
using Nights.Campaigns.Agreement;
using Nights.Campaigns.Channels;
using Nights.Campaigns.Forecasts;
using Nights.Campaigns.Jnd;
using Nights.Campaigns.Lifecycle;
using Nights.Campaigns.Links;
using Nights.Campaigns.Operators;
using Nights.Campaigns.Paintings;
using Nights.Campaigns.Participants;
using Nights.Campaigns.Privacy;
using Nights.Campaigns.Progress;
using Nights.Campaigns.Replays;
using Nights.Campaigns.Snapshots;
using Nights.Campaigns.Specs;
using Nights.Campaigns.Training;
using Nights.Campaigns.Triplets;

namespace Nights.Campaigns.Api;

/// <summary>The operators' REST API: every call in one place to read.</summary>
internal static class ApiRoutes
{
    public static void AddApi(this IServiceCollection services)
    {
        services.AddProblemDetails();
        services.AddOpenApi("v1", document => document.AddDocumentTransformer((api, _, _) =>
        {
            api.Info.Title = "Nights campaigns";
            api.Info.Description = "Everything the operator console can do. Errors are problem details (RFC 9457).";
            return Task.CompletedTask;
        }));
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase)));
    }

    public static void MapApi(this WebApplication app)
    {
        app.MapOpenApi().AllowAnonymous();
        var api = app.MapGroup("/api/v1").RequireAuthorization(OperatorAccess.Operator).AddEndpointFilter<SameOriginFilter>();
        CreateCampaign.Map(api);
        ForecastCampaign.Map(api);
        ReplayCampaign.Map(api);
        ShowCampaigns.Map(api);
        CampaignSteps.Map(api);
        CreateLink.Map(api);
        ShowPaintings.Map(api);
        ShowTriplets.Map(api);
        ShowPicture.Map(api);
        ShowParticipants.Map(api);
        ShowAgreement.Map(api);
        api.MapChannels();
        PersonRequests.Map(api);
        MarkParticipants.Map(api);
        ShowJnd.Map(api);
        RequestSnapshot.Map(api);
        ShowSnapshots.Map(api);
        RequestRun.Map(api);
        ShowRuns.Map(api);
        ShowModels.Map(api);

        // Holders of a set-up token may make the first key, so this call stands outside the group's stricter policy.
        CreateKey.Map(app.MapGroup("/api/v1").AddEndpointFilter<SameOriginFilter>());
    }
}
