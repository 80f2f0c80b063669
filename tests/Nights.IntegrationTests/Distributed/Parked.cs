using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Nights.IntegrationTests.Distributed;

/// <summary>Messages of the closed loop that services or the broker gave up on.</summary>
internal static class Parked
{
    private static readonly string[] Queues = ["trainer-score-painting", "crowd-painting-scored", "crowd-scoring-failed", "crowd-triplet-painted"];

    /// <summary>A queue that was never needed was never made: it holds nothing.</summary>
    public static async Task ShouldBeNone(Uri broker, CancellationToken cancel)
    {
        await using var connection = await new ConnectionFactory { Uri = broker }.CreateConnectionAsync(cancel);
        foreach (var queue in Queues.SelectMany(queue => new[] { $"{queue}_error", $"{queue}_dead" }))
        {
            await using var channel = await connection.CreateChannelAsync(cancellationToken: cancel);
            try
            {
                (await channel.MessageCountAsync(queue, cancel)).ShouldBe(0u, queue);
            }
            catch (OperationInterruptedException missing) when (missing.ShutdownReason?.ReplyCode is 404)
            {
            }
        }
    }
}
