using MassTransit;
using Nights.Contracts;

namespace Nights.Crowd.Painted;

/// <summary>
/// Opens the votes of painted triplets, many messages in one transaction. Running twice is harmless: only a painting that is still
/// awaited is taken, and only planned triplets get slots.
/// </summary>
internal sealed class TripletPaintedConsumer(OpenPainted open) : IConsumer<Batch<TripletPainted>>
{
    public Task Consume(ConsumeContext<Batch<TripletPainted>> context) =>
        open.Run([.. context.Message.Select(one => one.Message)], context.CancellationToken);
}
