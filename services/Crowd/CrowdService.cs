using MassTransit;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Nights.Channels.Prolific;
using Nights.Crowd.Answers;
using Nights.Crowd.Campaigns;
using Nights.Crowd.Embedding;
using Nights.Crowd.Finish;
using Nights.Crowd.Gold;
using Nights.Crowd.Guidance;
using Nights.Crowd.Hooks;
using Nights.Crowd.Jnd;
using Nights.Crowd.Marketplaces;
using Nights.Crowd.Pages;
using Nights.Crowd.Painted;
using Nights.Crowd.Pictures;
using Nights.Crowd.Problems;
using Nights.Crowd.Sessions;
using Nights.Crowd.Web;

namespace Nights.Crowd;

/// <summary>The public web service as others compose it: the HIT page, leases, votes and the adaptive filter.</summary>
public static class CrowdService
{
    /// <summary>Registers the service. The program registers hosting, secrets and the database before.</summary>
    public static WebApplicationBuilder AddCrowd(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = HitLimits.BodyBytes;
        });
        services.AddSingleton<IValidateOptions<CrowdOptions>, ValidateCrowdOptions>();
        services.AddOptions<CrowdOptions>().BindConfiguration(CrowdOptions.Section).ValidateOnStart();
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.AddExceptionHandler<RefuseBadRequests>();
        HitLimits.Add(services);

        services.TryAddSingleton<RunningCampaigns>();
        services.AddSingleton<CrowdMeter>();
        services.AddSingleton<SessionToken>().AddSingleton<KnownSessions>().AddSingleton<LinkDoor>();
        services.AddSingleton<CallerNetwork>().AddSingleton<ChannelPages>().AddSingleton<PagePolicy>();
        services.AddOptions<ProlificOptions>().BindConfiguration(ProlificOptions.Section);
        services.AddSingleton<IChannelPage, ProlificPage>().AddSingleton<IChannelPage, TurkPage>().AddSingleton<StudyPlaces>().AddSingleton<ReceiveHook>();
        services.AddSingleton<BeginSession>().AddSingleton<OpenSession>().AddSingleton<GiveConsent>().AddSingleton<CheckDevice>().AddSingleton<CompleteSession>();
        services.AddSingleton<ClaimPage>().AddSingleton<ExtendPage>();
        services.AddSingleton<AnswerDesk>().AddSingleton<StoreAnswers>().AddSingleton<JudgeNow>().AddSingleton<PayLate>();
        services.AddSingleton<PictureToken>().AddSingleton<SizeClass>().AddSingleton<PictureBytes>();
        services.AddSingleton<UnseenCopies>().AddSingleton<MakeGold>().AddSingleton<PromoteGold>().AddSingleton<GoldLoop>();
        services.AddHostedService(provider => provider.GetRequiredService<GoldLoop>());
        services.AddSingleton<JudgedPage>().AddSingleton<StoreJudgement>();
        services.AddSingleton<OpenSource>().AddSingleton<MakeCatchTrials>().AddSingleton<JndLoop>();
        services.AddHostedService(provider => provider.GetRequiredService<JndLoop>());
        services.AddSingleton<AskForScores>().AddSingleton<GuidanceLoop>();
        services.TryAddSingleton<OpenUnscored>();
        services.AddHostedService(provider => provider.GetRequiredService<GuidanceLoop>());
        return builder;
    }

    /// <summary>Maps the page, its pictures and its calls.</summary>
    public static WebApplication MapCrowd(this WebApplication app)
    {
        app.Use(SecurityHeaders.Add);
        app.UseExceptionHandler(_ => { });
        app.UseStatusCodePages(RefuseBadRequests.Explain);
        app.UseMiddleware<SessionGate>();
        app.UseRateLimiter();

        app.MapHitPage();
        ServePicture.Map(app);
        var door = app.MapGroup("/api/hit");
        OpenSession.Map(door);
        ShowOffer.Map(door);
        ReceiveHook.Map(app);

        var calls = app.MapGroup("/api/hit").WithMetadata(new SessionGate.Needed()).RequireRateLimiting(HitLimits.Calls);
        GiveConsent.Map(calls);
        CheckDevice.Map(calls);
        TakePage.Map(calls);
        ExtendPage.Map(calls);
        CastAnswer.Map(calls);
        CastJudgement.Map(calls);
        ReportProblem.Map(calls);
        FinishHit.Map(calls);
        LeaveHit.Map(calls);
        return app;
    }

    /// <summary>Registers what listens to the bus; needs the database and nothing else of the service.</summary>
    public static void AddCrowdConsumers(this IBusRegistrationConfigurator bus)
    {
        bus.TryAddSingleton<RunningCampaigns>();
        bus.TryAddSingleton<OpenPainted>();
        bus.TryAddSingleton<OpenScored>();
        bus.TryAddSingleton<OpenUnscored>();
        bus.AddConsumer<TripletPaintedConsumer, TripletPaintedConsumerDefinition>();
        bus.AddConsumer<PaintingScoredConsumer, PaintingScoredConsumerDefinition>();
        bus.AddConsumer<ScoringFailedConsumer, ScoringFailedConsumerDefinition>();
    }
}
