using Nights.Database;
using Nights.Hosting;
using Nights.Hosting.Bus;
using Nights.Hosting.Secrecy;

namespace Nights.Local;

/// <summary>The part of the local host without pages: the in-memory bus with every service's consumers, the painter and the trainer.</summary>
internal static class Engine
{
    public static IHost Build(Dictionary<string, string?> settings)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.Give(settings);
        builder.Services.AddSingleton<IHostLifetime, SilentLifetime>();
        builder.AddNightsHosting().AddNightsSecrets();
        builder.Services.AddNightsDatabase(settings["ConnectionStrings:Nights"]!);
        builder.AddNightsBus(_ => { });
        return builder.Build();
    }
}
