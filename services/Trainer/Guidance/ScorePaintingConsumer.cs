using MassTransit;
using Nights.Contracts;

namespace Nights.Trainer.Guidance;

/// <summary>Scores paintings for the campaigns that a model guides, beside whatever is being trained. Asked twice it answers twice, the same.</summary>
internal sealed class ScorePaintingConsumer(ScorePaintings score) : IConsumer<Batch<ScorePainting>>
{
    public async Task Consume(ConsumeContext<Batch<ScorePainting>> context)
    {
        var answers = await score.Run([.. context.Message.Select(one => one.Message)], context.CancellationToken);
        foreach (var scored in answers.Scored) await context.Publish(scored, context.CancellationToken);
        foreach (var failed in answers.Failed) await context.Publish(failed, context.CancellationToken);
    }
}
