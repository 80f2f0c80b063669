using MassTransit;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Nights.Hosting.Bus;

/// <summary>
/// Publishes and returns when a queue has the message. A message that no queue takes yet is published again until one does or the limit
/// is passed: on a fresh broker the consumer's queue may appear after the publisher has started.
/// </summary>
internal sealed partial class BusMessages(IBus bus, IOptions<BusOptions> options, TimeProvider clock, ILogger<BusMessages> logger) : IMessages
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <exception cref="UnroutableMessageException">No queue took the message within Bus:RoutedWithin.</exception>
    /// <exception cref="TimeoutException">The broker did not confirm within Bus:ConfirmWithin.</exception>
    public async Task Publish<T>(T message, CancellationToken cancel)
        where T : class
    {
        var started = clock.GetTimestamp();
        for (var first = true; ; first = false)
        {
            try
            {
                await PublishOnce(message, cancel);
                return;
            }
            catch (MessageReturnedException) when (clock.GetElapsedTime(started) < options.Value.RoutedWithin)
            {
                if (first) LogUnrouted(typeof(T).Name);
                await Task.Delay(Pause, clock, cancel);
            }
            catch (MessageReturnedException returned)
            {
                throw new UnroutableMessageException(typeof(T).Name, options.Value.RoutedWithin, returned);
            }
        }
    }

    private async Task PublishOnce<T>(T message, CancellationToken cancel)
        where T : class
    {
        using var limit = new CancellationTokenSource(options.Value.ConfirmWithin, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, limit.Token);
        try
        {
            await bus.Publish(message, either.Token);
        }
        catch (OperationCanceledException late) when (limit.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            throw new TimeoutException($"The broker did not confirm a {typeof(T).Name} within {options.Value.ConfirmWithin}.", late);
        }
    }

    [LoggerMessage(LogLevel.Warning, "No queue takes {Message} yet; waiting for the first of its consumers")]
    private partial void LogUnrouted(string message);
}
