using MassTransit;
using Nights.Contracts;

namespace Nights.Trainer.Guidance;

/// <summary>Scores paintings for the campaigns that a model guides, beside whatever is being trained. Asked twice it answers twice, the same.</summary>
internal sealed class ScorePaintingConsumer(ScorePaintings score) : IConsumer<Batch<ScorePainting>>
{
    public async Task Consume(ConsumeContext<Batch<ScorePainting>> context)
    {
        foreach (var scored in await score.Run([.. context.Message.Select(one => one.Message)], context.CancellationToken))
            await context.Publish(scored, context.CancellationToken);
    }
}
