using Nights.Campaigns;
using Nights.Crowd;
using Nights.Database;
using Nights.Generator;
using Nights.Hosting;
using Nights.Hosting.Bus;
using Nights.Hosting.Secrecy;
using Nights.Trainer;

namespace Nights.Local;

/// <summary>The part of the local host without pages: the in-memory bus with every service's consumers, the painter and the trainer.</summary>
internal static class Engine
{
    public static IHost Build(Dictionary<string, string?> settings, LocalLogs logs)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.Give(settings);
        logs.Give(builder.Logging);
        builder.Services.AddSingleton<IHostLifetime, SilentLifetime>();
        builder.AddNightsHosting().AddNightsSecrets();
        builder.Services.AddNightsDatabase(settings["ConnectionStrings:Nights"]!);
        builder.AddNightsBus(bus =>
        {
            bus.AddCampaignsConsumers();
            bus.AddCrowdConsumers();
            bus.AddGeneratorConsumers();
            bus.AddTrainerConsumers();
        });
        builder.AddGenerator();
        builder.AddTrainer();
        return builder.Build();
    }
}
