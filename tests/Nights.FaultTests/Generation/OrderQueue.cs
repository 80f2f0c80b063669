using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Nights.FaultTests.Generation;

/// <summary>The generators' queue as the broker sees it, and the ones beside it where orders are parked.</summary>
internal sealed class OrderQueue(Uri broker)
{
    private const string Orders = "generator-paint-triplet", Errors = $"{Orders}_error", Dead = $"{Orders}_dead";

    /// <summary>Orders no generator has in hand.</summary>
    public Task<uint> Waiting(CancellationToken cancel) => Ask(Orders, (channel, queue) => channel.MessageCountAsync(queue, cancel), cancel);

    /// <summary>Orders that generators or the broker gave up on.</summary>
    public async Task<uint> Parked(CancellationToken cancel) =>
        await Ask(Errors, (channel, queue) => channel.MessageCountAsync(queue, cancel), cancel) + await Ask(Dead, (channel, queue) => channel.MessageCountAsync(queue, cancel), cancel);

    /// <summary>Forgets what an earlier test left.</summary>
    public async Task Purge(CancellationToken cancel)
    {
        foreach (var name in (string[])[Orders, Errors, Dead])
            await Ask(name, (channel, queue) => channel.QueuePurgeAsync(queue, cancel), cancel);
    }

    /// <summary>Waits until so many orders wait: what a dead generator had in hand comes back when the broker notices.</summary>
    public async Task Reaches(int count, TimeSpan within, CancellationToken cancel)
    {
        for (var started = TimeProvider.System.GetTimestamp(); await Waiting(cancel) is var waiting && waiting != count; await Task.Delay(100, cancel))
            if (TimeProvider.System.GetElapsedTime(started) > within)
                throw new TimeoutException($"{waiting} orders wait, not {count}, after {within}; {await Parked(cancel)} are parked.");
    }

    /// <summary>A queue that was never needed was never made: it holds nothing.</summary>
    private async Task<uint> Ask(string queue, Func<IChannel, string, Task<uint>> question, CancellationToken cancel)
    {
        await using var connection = await new ConnectionFactory { Uri = broker }.CreateConnectionAsync(cancel);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancel);
        try
        {
            return await question(channel, queue);
        }
        catch (OperationInterruptedException missing) when (missing.ShutdownReason?.ReplyCode is 404)
        {
            return 0;
        }
    }
}
