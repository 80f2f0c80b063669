using MassTransit;
using Nights.Campaigns.Agreement;
using Nights.Campaigns.Api;
using Nights.Campaigns.Channels;
using Nights.Campaigns.Console;
using Nights.Campaigns.Jnd;
using Nights.Campaigns.Lifecycle;
using Nights.Campaigns.Links;
using Nights.Campaigns.Operators;
using Nights.Campaigns.Paintings;
using Nights.Campaigns.Participants;
using Nights.Campaigns.Planning;
using Nights.Campaigns.Privacy;
using Nights.Campaigns.Progress;
using Nights.Campaigns.Replays;
using Nights.Campaigns.Retention;
using Nights.Campaigns.Schedule;
using Nights.Campaigns.Snapshots;
using Nights.Campaigns.Specs;
using Nights.Campaigns.Training;
using Nights.Campaigns.Triplets;
using Nights.Hosting.Secrecy;

namespace Nights.Campaigns;

/// <summary>
/// The operators' service, as its own program and as a part of the local host: REST API, console, planning, snapshots, channels, payments and jobs.
/// Wants the clock, the database, the objects, <c>IMessages</c> and <see cref="Secrets"/> in the container.
/// </summary>
public static class CampaignsService
{
    public static WebApplicationBuilder AddCampaigns(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        Quieten(builder.Logging);
        var services = builder.Services;
        services.AddOptions<PlanningOptions>().BindConfiguration(PlanningOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<RetentionOptions>().BindConfiguration(RetentionOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<HitLinkOptions>().BindConfiguration(HitLinkOptions.Section)
            .Validate(
                links => links.PublicUrl is { IsAbsoluteUri: true, Scheme: "http" or "https" },
                "Links:PublicUrl is not set to an http or https address; set Links__PublicUrl to the address of the HIT page.")
            .ValidateOnStart();

        services.AddOperatorAccess();
        services.AddLogInLimit();
        services.AddSingleton<KeyStanding>();
        services.AddHostedService<FirstToken>();

        services.AddSingleton<CreateCampaign>();
        services.AddSingleton<SourceOfTriplets>();
        services.AddSingleton<GuideOfCampaign>();
        services.AddSingleton<JndResults>();
        services.AddSingleton<CampaignLookup>();
        services.AddSingleton<ChangeCampaignState>();
        services.AddSingleton<CampaignProgress>();
        services.AddSingleton<CampaignSummaries>();
        services.AddSingleton<CreateLink>();
        services.AddSingleton<ReplayCampaign>();

        services.AddSingleton<PaintingList>();
        services.AddSingleton<OrderAgain>();
        services.AddSingleton<TripletBrowsing>();
        services.AddSingleton<TripletInspection>();
        services.AddSingleton<ParticipantList>();
        services.AddSingleton<CampaignAgreement>();
        services.AddSingleton<PersonLookup>().AddSingleton<ErasePerson>().AddSingleton<ExportPerson>();
        services.AddSingleton<MarkList>();
        services.AddSingleton<MarkByOperator>();
        services.AddSingleton<SnapshotList>();
        services.AddSingleton<RequestSnapshot>();
        services.AddSingleton<CutSnapshot>();
        services.AddSingleton<BuildSnapshot>();
        services.AddSingleton<RequestRun>();
        services.AddSingleton<RunList>();

        services.AddSingleton<PlanningBell>();
        services.AddSingleton<PlanCampaign>();
        services.AddSingleton<GiveUpPaintings>();
        services.AddSingleton<FinishCampaigns>();
        services.AddSingleton<AnnounceOrders>();
        services.AddHostedService<PlanningLoop>();

        services.AddSingleton<ForgetTimings>().AddSingleton<ForgetNetworks>();
        services.AddSingleton<ForgetCheckpoints>();
        services.AddChannels();
        services.AddJobs();
        services.AddApi();
        builder.AddConsole();
        return builder;
    }

    public static WebApplication MapCampaigns(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.UseSecurityHeaders();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseStaticFiles();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseRateLimiter();
        app.UseAntiforgery();
        app.MapApi();
        app.MapJobs();
        app.MapConsole();
        return app;
    }

    /// <summary>The consumers of this service; in the local host they run beside those of the others, on one bus.</summary>
    public static void AddCampaignsConsumers(this IBusRegistrationConfigurator bus) =>
        bus.AddConsumer<PaintingFailedConsumer, PaintingFailedConsumerDefinition>();

    // One line for every request and statement hides what an operator should read.
    private static void Quieten(ILoggingBuilder logging)
    {
        foreach (var source in new[] { "Microsoft.AspNetCore", "Microsoft.EntityFrameworkCore", "Hangfire" })
            logging.AddFilter(source, LogLevel.Warning);
    }
}
