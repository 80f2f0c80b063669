using MassTransit;
using Nights.Contracts;

namespace Nights.Crowd.Guidance;

/// <summary>Opens the votes of paintings that cannot be scored, many messages in one transaction. Running twice is harmless: only a painting that still waits is taken.</summary>
internal sealed class ScoringFailedConsumer(OpenUnscored open) : IConsumer<Batch<ScoringFailed>>
{
    public Task Consume(ConsumeContext<Batch<ScoringFailed>> context) =>
        open.Run([.. context.Message.Select(one => one.Message)], context.CancellationToken);
}
