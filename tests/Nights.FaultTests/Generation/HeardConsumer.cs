using MassTransit;
using Nights.Contracts;

namespace Nights.FaultTests.Generation;

/// <summary>In the place of the campaigns: hears what generators announce.</summary>
public sealed class HeardConsumer(Announcements heard) : IConsumer<TripletPainted>, IConsumer<PaintingFailed>
{
    public Task Consume(ConsumeContext<TripletPainted> context)
    {
        heard.Add(context.Message);
        return Task.CompletedTask;
    }

    public Task Consume(ConsumeContext<PaintingFailed> context)
    {
        heard.Add(context.Message);
        return Task.CompletedTask;
    }
}

internal static class HeardConsumers
{
    public static void AddHeardConsumer(this IBusRegistrationConfigurator bus) => bus.AddConsumer<HeardConsumer>();
}
