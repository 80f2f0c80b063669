using System.Collections.Concurrent;
using MassTransit;
using Nights.Contracts;

namespace Nights.IntegrationTests.Distributed;

/// <summary>Every answer of a trainer, repeats included.</summary>
internal sealed class ScoresHeard : ConcurrentQueue<PaintingScored>;

/// <summary>Beside the crowd: hears what trainers answer.</summary>
internal sealed class ScoresHeardConsumer(ScoresHeard heard) : IConsumer<PaintingScored>
{
    public Task Consume(ConsumeContext<PaintingScored> context)
    {
        heard.Enqueue(context.Message);
        return Task.CompletedTask;
    }
}

internal static class ScoresHeardConsumers
{
    public static void AddScoresHeardConsumer(this IBusRegistrationConfigurator bus) => bus.AddConsumer<ScoresHeardConsumer>();
}
