using MassTransit;
using Nights.Contracts;

namespace Nights.Local.Bench.Painting;

/// <summary>Hears what the generator announces during a bench.</summary>
internal sealed class PaintedCountConsumer(PaintedCount count) : IConsumer<TripletPainted>, IConsumer<PaintingFailed>
{
    public Task Consume(ConsumeContext<TripletPainted> context)
    {
        count.Painted();
        return Task.CompletedTask;
    }

    public Task Consume(ConsumeContext<PaintingFailed> context)
    {
        count.Failed(context.Message.Reason);
        return Task.CompletedTask;
    }
}

internal static class BenchConsumers
{
    public static void AddBenchConsumer(this IBusRegistrationConfigurator bus) => bus.AddConsumer<PaintedCountConsumer>();
}
