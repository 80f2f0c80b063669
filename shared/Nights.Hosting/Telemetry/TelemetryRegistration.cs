using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Nights.Hosting.Telemetry;

internal static class TelemetryRegistration
{
    /// <summary>Sends traces, metrics and logs by OTLP when OTEL_EXPORTER_OTLP_ENDPOINT names a collector; otherwise nothing is collected.</summary>
    public static void AddTelemetry(this IHostApplicationBuilder builder)
    {
        if (string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"])) return;

        builder.Logging.AddOpenTelemetry(logs => logs.IncludeScopes = true);
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(builder.Environment.ApplicationName))
            .WithTracing(traces => traces.AddSource("Nights.*", "MassTransit", "Npgsql").AddAspNetCoreInstrumentation())
            .WithMetrics(metrics => metrics.AddMeter("Nights.*", "MassTransit", "Npgsql", "System.Runtime", "Microsoft.AspNetCore.Hosting"))
            .UseOtlpExporter();
    }
}
