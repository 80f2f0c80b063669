using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Nights.Hosting.Bus;

/// <summary>
/// RabbitMQ as we use it: durable quorum queues with a delivery limit and a dead letter queue, confirms, and mandatory publishing.
/// Suits 3.10 and 4.x: everything that their defaults differ in is said here.
/// </summary>
internal static class RabbitMqTransport
{
    /// <summary>Deliveries after which the broker itself gives up on a message whose consumer keeps dying. Far above what a crash takes along by prefetch.</summary>
    private const int DeliveryLimit = 20;

    public static void UseRabbitMq(this IBusRegistrationConfigurator bus)
    {
        bus.AddConfigureEndpointsCallback((name, endpoint) =>
        {
            if (endpoint is not IRabbitMqReceiveEndpointConfigurator queue) return;
            queue.SetQuorumQueue();
            queue.SetQueueArgument("x-delivery-limit", DeliveryLimit);
            queue.BindDeadLetterQueue($"{name}_dead", $"{name}_dead", dead => dead.SetQuorumQueue());
        });
        bus.UsingRabbitMq((context, rabbit) =>
        {
            var options = context.GetRequiredService<IOptions<BusOptions>>().Value;
            rabbit.Host(WithoutCredentials(options.Uri!), host =>
            {
                var (user, password) = options.Credentials()!.Value;
                host.Username(user);
                host.Password(password);
                host.Heartbeat(TimeSpan.FromSeconds(15));
                host.PublisherConfirmation = true;
            });
            rabbit.UsePublishFilter(typeof(MandatoryFilter<>), context);
            rabbit.ConfigureEndpoints(context);
        });
    }

    // The address is written to logs; who may enter is not.
    private static Uri WithoutCredentials(Uri address) => new UriBuilder(address) { UserName = "", Password = "" }.Uri;
}
