using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Nights.Hosting.Health;

/// <summary>The two questions an orchestrator asks.</summary>
public static class NightsHealth
{
    /// <summary>
    /// /health/live answers 200 while the process does; /health/ready asks database, broker and bucket and answers 503 when one of them fails.
    /// Both are open to everybody and name only what failed, never addresses.
    /// </summary>
    public static IEndpointRouteBuilder MapNightsHealth(this IEndpointRouteBuilder app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous().DisableHttpMetrics();
        app.MapHealthChecks("/health/ready", new HealthCheckOptions
        {
            Predicate = check => check.Tags.Contains(HealthRegistration.Ready),
            ResponseWriter = Write,
        }).AllowAnonymous().DisableHttpMetrics();
        return app;
    }

    private static Task Write(HttpContext context, HealthReport report) =>
        context.Response.WriteAsJsonAsync(
            new
            {
                status = report.Status.ToString(),
                checks = report.Entries.ToDictionary(entry => entry.Key, entry => entry.Value.Status.ToString()),
            },
            context.RequestAborted);
}
