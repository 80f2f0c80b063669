using Nights.Campaigns;
using Nights.Channels.Rehearsal;
using Nights.Crowd;
using Nights.Database;
using Nights.Hosting;
using Nights.Hosting.Bus;
using Nights.Hosting.Health;
using Nights.Hosting.Secrecy;
using Nights.Local.Simulation.Rehearsal;
using Nights.Local.Simulation.Sight;

namespace Nights.Local;

/// <summary>The two web applications of the local host, each with a container of its own and the one bus shared.</summary>
internal static class Sites
{
    public static WebApplication Public(Dictionary<string, string?> settings, Uri url, IMessages messages, LocalLogs logs)
    {
        var app = Builder(settings, url, messages, logs, pointReads: true).AddCrowd().Build();
        app.MapCrowd();
        app.MapNightsHealth();
        return app;
    }

    public static WebApplication Operators(Dictionary<string, string?> settings, Uri url, IMessages messages, LocalLogs logs)
    {
        var builder = Builder(settings, url, messages, logs, pointReads: false);
        builder.Services.AddSingleton<PerceptualOracle>().AddSingleton<IRehearsalFleet, RehearsalFleet>();
        var app = builder.AddCampaigns().Build();
        app.MapNightsHealth();
        app.MapCampaigns();
        return app;
    }

    private static WebApplicationBuilder Builder(Dictionary<string, string?> settings, Uri url, IMessages messages, LocalLogs logs, bool pointReads)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.Give(settings);
        logs.Give(builder.Logging);
        builder.WebHost.UseUrls(url.ToString());
        builder.Services.AddSingleton<IHostLifetime, SilentLifetime>();
        builder.AddNightsHosting().AddNightsSecrets().UseMessages(messages);
        builder.Services.AddNightsDatabase(settings["ConnectionStrings:Nights"]!, pointReads);
        return builder;
    }
}
