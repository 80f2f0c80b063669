using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Nights.Hosting.Health;

internal static class HealthRegistration
{
    /// <summary>Checks with this tag are what /health/ready asks. The bus adds its own.</summary>
    public const string Ready = "ready";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <summary>The object store, and the database where the service has the connection string "Nights".</summary>
    public static void AddHealth(this IHostApplicationBuilder builder)
    {
        var checks = builder.Services.AddHealthChecks().AddCheck<ObjectStoreHealth>("objects", tags: [Ready], timeout: Limit);
        if (builder.Configuration.GetConnectionString("Nights") is { Length: > 0 })
            checks.AddCheck<DatabaseHealth>("database", tags: [Ready], timeout: Limit);
    }
}
