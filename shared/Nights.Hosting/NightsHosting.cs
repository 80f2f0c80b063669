using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Nights.Hosting.Health;
using Nights.Hosting.Objects;
using Nights.Hosting.Telemetry;

namespace Nights.Hosting;

/// <summary>What every service begins with. The one place that knows the local host from a distributed system.</summary>
public static class NightsHosting
{
    private const string Prefix = "NIGHTS__";

    /// <summary>
    /// Adds the clock, telemetry, health checks and the object store of section "Objects". Environment variables count with and without
    /// the prefix NIGHTS__ (NIGHTS__Objects__Kind is Objects:Kind), the prefixed one before the bare one.
    /// </summary>
    public static TBuilder AddNightsHosting<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        AddPrefixedEnvironment(builder.Configuration);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.AddTelemetry();
        builder.AddObjects();
        builder.AddHealth();
        return builder;
    }

    // Behind the plain environment, before the command line and what a program sets itself.
    private static void AddPrefixedEnvironment(IConfigurationManager configuration)
    {
        var sources = configuration.Sources;
        var environment = sources.LastOrDefault(source => source is EnvironmentVariablesConfigurationSource);
        sources.Insert(environment is null ? 0 : sources.IndexOf(environment) + 1, new EnvironmentVariablesConfigurationSource { Prefix = Prefix });
    }
}
