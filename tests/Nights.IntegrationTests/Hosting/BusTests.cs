using System.Collections.Concurrent;
using System.Text;
using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Nights.Hosting.Bus;
using Nights.TestServers;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Nights.IntegrationTests.Hosting;

public sealed class BusTests(RabbitMqBroker rabbit)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_published_on_a_fresh_broker_before_any_consumer_has_started_is_not_lost()
    {
        await using var fresh = RabbitMqBroker.Fresh();
        var seen = new Seen();
        using var publisher = await Service(await fresh.Settings(), seen, _ => { });

        var published = Task.WhenAll(Enumerable.Range(0, 200).Select(number => Publish(publisher, new Counted { Number = number })));
        await Task.Delay(TimeSpan.FromSeconds(1), Cancel);
        published.IsCompleted.ShouldBeFalse("nobody could have taken them yet");
        using var consumer = await Service(await fresh.Settings(), seen, bus => bus.AddConsumer<CountedConsumer, CountedConsumerDefinition>());

        await published.WaitAsync(TimeSpan.FromSeconds(60), Cancel);
        await seen.Reaches(200);
        seen.Numbers.Distinct().Order().ShouldBe(Enumerable.Range(0, 200));
    }

    [Fact]
    public async Task A_message_nobody_consumes_fails_in_the_end_and_says_who_is_missing()
    {
        var settings = new Dictionary<string, string?>(await rabbit.Settings()) { ["Bus:RoutedWithin"] = "00:00:01" };
        using var publisher = await Service(settings, new Seen(), _ => { });

        var fault = await Should.ThrowAsync<UnroutableMessageException>(() => Publish(publisher, new Unheard()));

        fault.Message.ShouldContain(nameof(Unheard));
    }

    [Fact]
    public async Task A_message_that_always_fails_ends_in_the_error_queue_and_its_neighbours_go_on()
    {
        var seen = new Seen();
        using var service = await Service(await rabbit.Settings(), seen, bus => bus.AddConsumer<CountedConsumer, CountedConsumerDefinition>());

        for (var number = -1; number < 20; number++) await Publish(service, new Counted { Number = number });

        await seen.Reaches(20);
        seen.Numbers.Order().ShouldBe(Enumerable.Range(0, 20));
        var dead = await FirstOf("integration-tests-counted_error");
        dead.ShouldContain("\"number\": -1");
        seen.Refused.ShouldBe(3, "one delivery and the two retries of its definition");
    }

    [Fact]
    public async Task A_stopped_consumer_finds_what_was_published_meanwhile()
    {
        var seen = new Seen();
        var first = await Service(await rabbit.Settings(), seen, bus => bus.AddConsumer<LaterConsumer>());
        await first.StopAsync(Cancel);
        first.Dispose();
        using var publisher = await Service(await rabbit.Settings(), seen, _ => { });

        await Publish(publisher, new Later());
        using var second = await Service(await rabbit.Settings(), seen, bus => bus.AddConsumer<LaterConsumer>());

        await seen.Reaches(1);
    }

    [Fact]
    public async Task The_same_service_runs_on_the_bus_in_memory()
    {
        var seen = new Seen();
        using var service = await Service(
            new Dictionary<string, string?> { ["Bus:Kind"] = "memory" }, seen, bus => bus.AddConsumer<CountedConsumer, CountedConsumerDefinition>());

        for (var number = 0; number < 20; number++) await Publish(service, new Counted { Number = number });

        await seen.Reaches(20);
    }

    private static Task Publish<T>(IHost service, T message)
        where T : class => service.Services.GetRequiredService<IMessages>().Publish(message, Cancel);

    private static async Task<IHost> Service(
        IReadOnlyDictionary<string, string?> settings, Seen seen, Action<IBusRegistrationConfigurator> consumers)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Services.AddSingleton(TimeProvider.System).AddSingleton(seen);
        builder.AddNightsBus(consumers);
        var service = builder.Build();
        await service.StartAsync(Cancel);
        return service;
    }

    private async Task<string> FirstOf(string queue)
    {
        await using var connection = await new ConnectionFactory { Uri = await rabbit.Address() }.CreateConnectionAsync(Cancel);
        for (var attempt = 0; attempt < 100; attempt++, await Task.Delay(100, Cancel))
        {
            await using var channel = await connection.CreateChannelAsync(cancellationToken: Cancel);
            try
            {
                if (await channel.BasicGetAsync(queue, autoAck: true, Cancel) is { } found) return Encoding.UTF8.GetString(found.Body.Span);
            }
            catch (OperationInterruptedException missing) when (missing.ShutdownReason?.ReplyCode is 404)
            {
                // an error queue is made by its first message
            }
        }

        throw new TimeoutException($"The queue '{queue}' stayed empty.");
    }
}

public sealed record Counted
{
    public required int Number { get; init; }
}

public sealed record Later;

public sealed record Unheard;

/// <summary>What the consumers of a test have been given.</summary>
public sealed class Seen
{
    private int refused;

    public ConcurrentBag<int> Numbers { get; } = [];

    public int Refused => refused;

    public void Refuse() => Interlocked.Increment(ref refused);

    public async Task Reaches(int count)
    {
        for (var attempt = 0; Numbers.Count < count; attempt++)
        {
            if (attempt is 300) throw new TimeoutException($"{Numbers.Count} of {count} messages arrived.");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }
}

/// <summary>Takes every number but negative ones.</summary>
public sealed class CountedConsumer(Seen seen) : IConsumer<Counted>
{
    public Task Consume(ConsumeContext<Counted> context)
    {
        if (context.Message.Number < 0)
        {
            seen.Refuse();
            throw new InvalidOperationException("Negative numbers are never taken.");
        }

        seen.Numbers.Add(context.Message.Number);
        return Task.CompletedTask;
    }
}

public sealed class CountedConsumerDefinition : ConsumerDefinition<CountedConsumer>
{
    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<CountedConsumer> consumerConfigurator, IRegistrationContext context) =>
        endpointConfigurator.UseMessageRetry(retry => retry.Intervals(50, 100));
}

public sealed class LaterConsumer(Seen seen) : IConsumer<Later>
{
    public Task Consume(ConsumeContext<Later> context)
    {
        seen.Numbers.Add(0);
        return Task.CompletedTask;
    }
}
