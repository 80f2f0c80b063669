using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Nights.Hosting.Bus;

/// <summary>How a service joins the bus.</summary>
public static class BusRegistration
{
    /// <summary>
    /// Joins the bus of section "Bus" and registers <see cref="IMessages"/>. The host's start waits until every queue and binding of its own
    /// consumers exists. Retries belong to the consumer definitions; what they give up on lies in the queue's _error queue.
    /// </summary>
    /// <param name="builder">The service.</param>
    /// <param name="consumers">Adds the consumers with their definitions; nothing for a service that only publishes.</param>
    public static TBuilder AddNightsBus<TBuilder>(this TBuilder builder, Action<IBusRegistrationConfigurator> consumers)
        where TBuilder : IHostApplicationBuilder
    {
        var services = builder.Services;
        services.AddSingleton<IValidateOptions<BusOptions>, ValidateBusOptions>();
        services.AddOptions<BusOptions>().BindConfiguration(BusOptions.Section).ValidateOnStart();
        services.Configure<MassTransitHostOptions>(host =>
        {
            host.WaitUntilStarted = true;
            host.StartTimeout = TimeSpan.FromSeconds(60);
            host.StopTimeout = TimeSpan.FromSeconds(60);
            host.ConsumerStopTimeout = TimeSpan.FromSeconds(30);
        });
        services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(75));
        services.AddSingleton<IMessages, BusMessages>();

        var rabbit = string.Equals(builder.Configuration[$"{BusOptions.Section}:{nameof(BusOptions.Kind)}"], "rabbitmq", StringComparison.OrdinalIgnoreCase);
        services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            bus.SetEndpointNameFormatter(new ServiceEndpointNames());
            bus.ConfigureHealthCheckOptions(health => health.Name = "bus");
            consumers(bus);
            if (rabbit) bus.UseRabbitMq();
            else bus.UsingInMemory((context, memory) => memory.ConfigureEndpoints(context));
        });
        return builder;
    }

    /// <summary>
    /// Lets this container publish over a bus that another container of the same process runs: the local host has one bus and several
    /// containers. Use it in place of <see cref="AddNightsBus{TBuilder}"/>.
    /// </summary>
    public static TBuilder UseMessages<TBuilder>(this TBuilder builder, IMessages shared)
        where TBuilder : IHostApplicationBuilder
    {
        builder.Services.AddSingleton(shared);
        return builder;
    }
}
