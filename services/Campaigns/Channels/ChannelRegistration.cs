using Microsoft.Extensions.Options;
using Nights.Campaigns.Calls;
using Nights.Campaigns.Payments;
using Nights.Campaigns.Reconciliation;
using Nights.Campaigns.Studies;
using Nights.Channels;
using Nights.Channels.MechanicalTurk;
using Nights.Channels.Prolific;
using Nights.Channels.Rehearsal;
using Npgsql;

namespace Nights.Campaigns.Channels;

/// <summary>Studies, submissions and payments, and the channels behind them.</summary>
internal static class ChannelRegistration
{
    public static void AddChannels(this IServiceCollection services)
    {
        services.AddOptions<ChannelOptions>().BindConfiguration(ChannelOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<ProlificOptions>().BindConfiguration(ProlificOptions.Section).ValidateDataAnnotations()
            .Validate(prolific => prolific.Api.AbsoluteUri.EndsWith('/'), "Channels:Prolific:Api must end in a slash, as https://api.prolific.com/api/v1/ does.").ValidateOnStart();
        services.AddOptions<TurkOptions>().BindConfiguration(TurkOptions.Section).ValidateDataAnnotations().ValidateOnStart();

        services.AddSingleton<ChannelBell>();
        services.AddSingleton<ICrowdChannel>(from => new OwnPageChannel(from.GetRequiredService<NpgsqlDataSource>()));
        services.AddSingleton<ICrowdChannel>(from => new RehearsalChannel(from.GetRequiredService<NpgsqlDataSource>(), from.GetService<IRehearsalFleet>()));
        services.AddSingleton<ICrowdChannel>(from =>
        {
            var options = from.GetRequiredService<IOptions<ProlificOptions>>().Value;
            return new ProlificChannel(Http(options.CallSeconds), options);
        });
        services.AddSingleton<ICrowdChannel>(from =>
        {
            var options = from.GetRequiredService<IOptions<TurkOptions>>().Value;
            return new TurkChannel(Http(options.CallSeconds), options, from.GetRequiredService<TimeProvider>());
        });
        services.AddSingleton<CrowdChannels>();

        services.AddSingleton<PublishStudy>().AddSingleton<ChangeStudy>().AddSingleton<StudyList>();
        services.AddSingleton<SubmissionAddresses>().AddSingleton<TakeCall>().AddSingleton<MakeCall>().AddSingleton<DeliverCalls>();
        services.AddSingleton<HearSubmission>().AddSingleton<ReconcileStudy>().AddSingleton<FindStrays>().AddSingleton<HandleNotifications>();
        services.AddSingleton<DecideSubmission>().AddSingleton<PayBonus>().AddSingleton<RecordPayout>().AddSingleton<BlockPerson>().AddSingleton<WriteToPerson>();
        services.AddSingleton<SubmissionList>().AddSingleton<LedgerList>();
        services.AddHostedService<ChannelLoop>();
    }

    public static void MapChannels(this IEndpointRouteBuilder api)
    {
        ShowChannels.Map(api);
        PublishStudy.Map(api);
        ChangeStudy.Map(api);
        ShowStudies.Map(api);
        ShowSubmissions.Map(api);
        DecideSubmission.Map(api);
        PayBonus.Map(api);
        RecordPayout.Map(api);
        BlockPerson.Map(api);
        WriteToPerson.Map(api);
        ShowLedger.Map(api);
    }

    // A token goes to the address that was configured and to no other, so redirects are not followed.
    private static HttpClient Http(int seconds) =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = TimeSpan.FromSeconds(seconds) };
}
