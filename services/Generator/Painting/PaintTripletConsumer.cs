using MassTransit;
using Microsoft.Extensions.Options;
using Nights.Contracts;
using Nights.Diffusion.Pipelines;

namespace Nights.Generator.Painting;

/// <summary>
/// Paints the triplet somebody ordered, stores it, and says so. The order decides every byte and files are stored under their hashes, so handling it twice
/// stores them once; a redelivered order that is already painted only repeats the announcement. An order that can never work is announced as failed.
/// </summary>
internal sealed partial class PaintTripletConsumer(
    IEnumerable<ITripletPainter> painters,
    PaintingStore store,
    GeneratorMeter meter,
    IOptions<GeneratorOptions> options,
    TimeProvider clock,
    ILogger<PaintTripletConsumer> logger) : IConsumer<PaintTriplet>
{
    public async Task Consume(ConsumeContext<PaintTriplet> context)
    {
        var (order, cancel) = (context.Message, context.CancellationToken);
        try
        {
            var painting = await store.Find(order.PaintingId, cancel) ?? await Paint(order, cancel);
            await context.Publish(painting, cancel);
        }
        catch (Exception hopeless) when (hopeless is OrderRefusedException or PictureFaultException or PaintingRefusedException)
        {
            var toll = (hopeless as PaintingRefusedException)?.Toll ?? PaintingToll.None;
            LogRefused(order.PaintingId, hopeless.Message);
            meter.Failed();
            await context.Publish(
                new PaintingFailed
                {
                    PaintingId = order.PaintingId,
                    CampaignId = order.CampaignId,
                    Reason = hopeless.Message,
                    Generator = options.Value.NameOrMachine,
                    Attempt = order.Attempt,
                    Screened = toll.Screened,
                    CostMinor = toll.CostMinor,
                },
                cancel);
        }
    }

    private async Task<TripletPainted> Paint(PaintTriplet order, CancellationToken cancel)
    {
        var started = clock.GetTimestamp();
        var (pictures, screened, cost) = await painters.First(painter => painter.Paints(order.Model)).Paint(order, cancel);
        var seconds = clock.GetElapsedTime(started).TotalSeconds;
        meter.Painted(seconds);
        return await store.Keep(
            pictures,
            new TripletPainted
            {
                PaintingId = order.PaintingId,
                CampaignId = order.CampaignId,
                Pictures = [.. pictures.Select(Announced)],
                Generator = options.Value.NameOrMachine,
                Seconds = seconds,
                PaintedAt = clock.GetUtcNow(),
                Attempt = order.Attempt,
                Screened = screened,
                CostMinor = cost,
            },
            cancel);
    }

    private static Contracts.PaintedPicture Announced(FinishedPicture picture) => new()
    {
        Sha256 = picture.Picture.Sha256,
        DisplaySha256 = picture.Display.Sha256,
        ManifestSha256 = picture.Manifest.Sha256,
        Bytes = picture.Picture.Bytes.Length,
    };

    [LoggerMessage(LogLevel.Warning, "Painting {PaintingId} cannot be had: {Reason}")]
    private partial void LogRefused(Guid paintingId, string reason);
}

/// <summary>As many orders in hand as keep every painter's next batch full; a fault is retried twice, then the order is parked in the error queue.</summary>
internal sealed class PaintTripletConsumerDefinition : ConsumerDefinition<PaintTripletConsumer>
{
    private readonly int inHand;

    public PaintTripletConsumerDefinition(IOptions<GeneratorOptions> options) =>
        ConcurrentMessageLimit = inHand = 2 * options.Value.Painters * options.Value.BatchSize;

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator,
        IConsumerConfigurator<PaintTripletConsumer> consumerConfigurator,
        IRegistrationContext context)
    {
        endpointConfigurator.PrefetchCount = inHand;
        endpointConfigurator.UseMessageRetry(retry => retry.Intervals(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(15)));
    }
}
