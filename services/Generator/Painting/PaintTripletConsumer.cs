using System.Globalization;
using MassTransit;
using Microsoft.Extensions.Options;
using Nights.Contracts;
using Nights.Diffusion.Pipelines;

namespace Nights.Generator.Painting;

/// <summary>
/// Paints the triplet somebody ordered, stores it, and says so. The order decides every byte and files are stored under their hashes, so handling it twice
/// stores them once; a redelivered order that is already painted only repeats the announcement. An order that can never work, or that breaks the painter three
/// times, is announced as failed with the reason, and its neighbours go on.
/// </summary>
internal sealed partial class PaintTripletConsumer(
    IEnumerable<ITripletPainter> painters,
    PaintingStore store,
    GeneratorMeter meter,
    IOptions<GeneratorOptions> options,
    TimeProvider clock,
    ILogger<PaintTripletConsumer> logger) : IConsumer<PaintTriplet>
{
    /// <summary>After so many faults of the painter an order is parked.</summary>
    public const int MostFaults = 3;

    /// <summary>After so many deliveries without an answer an order is taken for what kills the process. Above what stops and restarts alone bring about.</summary>
    public const int MostDeliveries = 10;

    public async Task Consume(ConsumeContext<PaintTriplet> context)
    {
        var (order, cancel) = (context.Message, context.CancellationToken);
        try
        {
            await context.Publish(await store.Find(order.PaintingId, order.Attempt, cancel) ?? await Paint(context, order, cancel), cancel);
        }
        catch (OrderRefusedException hopeless)
        {
            await Park(context, hopeless.Message, PaintingToll.None, cancel);
        }
        catch (PaintingRefusedException hopeless)
        {
            await Park(context, hopeless.Message, hopeless.Toll, cancel);
        }
        catch (PaintingFaultException fault) when (context.GetRetryAttempt() >= MostFaults - 1)
        {
            await Park(context, $"It broke the painter {MostFaults} times; the last time: {fault.Message}", PaintingToll.None, cancel);
        }
    }

    private async Task<TripletPainted> Paint(ConsumeContext context, PaintTriplet order, CancellationToken cancel)
    {
        var deliveries = Deliveries(context);
        if (deliveries >= MostDeliveries)
            throw new OrderRefusedException(
                $"It was delivered {deliveries + 1} times and no generator lived to answer. The order, or one painted beside it, may be too large for the machine; order it again with a smaller size or batch.");
        var painter = painters.FirstOrDefault(painter => painter.Paints(order.Model)) ?? throw new OrderRefusedException(
            $"The model '{order.Model}' was ordered; generator {options.Value.NameOrMachine} does not have it.");
        var started = clock.GetTimestamp();
        var alone = deliveries > 0 || context.GetRetryAttempt() > 0;
        var painted = await painter.Paint(order, alone, cancel);
        var seconds = clock.GetElapsedTime(started).TotalSeconds;
        var kept = await store.Keep(
            painted.Pictures,
            new TripletPainted
            {
                PaintingId = order.PaintingId,
                CampaignId = order.CampaignId,
                Pictures = [.. painted.Pictures.Select(Announced)],
                Generator = options.Value.NameOrMachine,
                Seconds = seconds,
                PaintedAt = clock.GetUtcNow(),
                Attempt = order.Attempt,
                Screened = painted.Screened,
                CostMinor = painted.CostMinor,
            },
            cancel);
        meter.Painted(seconds, painted.Screened);
        return kept;
    }

    private async Task Park(ConsumeContext<PaintTriplet> context, string reason, PaintingToll toll, CancellationToken cancel)
    {
        var order = context.Message;
        LogParked(order.PaintingId, reason);
        meter.Failed(toll.Screened);
        await context.Publish(
            new PaintingFailed
            {
                PaintingId = order.PaintingId,
                CampaignId = order.CampaignId,
                Reason = reason,
                Generator = options.Value.NameOrMachine,
                Attempt = order.Attempt,
                Screened = toll.Screened,
                CostMinor = toll.CostMinor,
            },
            cancel);
    }

    /// <summary>How often the broker has handed the order out before: quorum queues count.</summary>
    private static int Deliveries(ConsumeContext context) =>
        context.ReceiveContext.TransportHeaders.TryGetHeader("x-delivery-count", out var count)
        && int.TryParse(Convert.ToString(count, CultureInfo.InvariantCulture), CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static Contracts.PaintedPicture Announced(FinishedPicture picture) => new()
    {
        Sha256 = picture.Picture.Sha256,
        DisplaySha256 = picture.Display.Sha256,
        ManifestSha256 = picture.Manifest.Sha256,
        Bytes = picture.Picture.Bytes.Length,
        Fingerprint = picture.Fingerprint,
    };

    [LoggerMessage(LogLevel.Warning, "Painting {PaintingId} cannot be had: {Reason}")]
    private partial void LogParked(Guid paintingId, string reason);
}

/// <summary>
/// As many orders in hand as keep every painter's next batch full, so that files are stored beside the next batch's painting. A fault is retried twice; then a fault
/// of the painter parks the order with its reason, and a fault of the stores leaves it in the error queue.
/// </summary>
internal sealed class PaintTripletConsumerDefinition : ConsumerDefinition<PaintTripletConsumer>
{
    private readonly GeneratorOptions options;
    private readonly int inHand;

    public PaintTripletConsumerDefinition(IOptions<GeneratorOptions> options)
    {
        this.options = options.Value;
        ConcurrentMessageLimit = inHand = 2 * this.options.Painters * this.options.BatchSize;
    }

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator,
        IConsumerConfigurator<PaintTripletConsumer> consumerConfigurator,
        IRegistrationContext context)
    {
        endpointConfigurator.PrefetchCount = inHand;
        endpointConfigurator.UseMessageRetry(retry => retry.Intervals(options.RetryAfter, options.RetryAgainAfter));
    }
}
