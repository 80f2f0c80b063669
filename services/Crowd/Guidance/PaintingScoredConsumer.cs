using MassTransit;
using Nights.Contracts;

namespace Nights.Crowd.Guidance;

/// <summary>Opens the votes of scored paintings, many messages in one transaction. Running twice is harmless: only a painting that still waits is taken.</summary>
internal sealed class PaintingScoredConsumer(OpenScored open) : IConsumer<Batch<PaintingScored>>
{
    public Task Consume(ConsumeContext<Batch<PaintingScored>> context) =>
        open.Run([.. context.Message.Select(one => one.Message)], context.CancellationToken);
}
