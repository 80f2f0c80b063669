using MassTransit;

namespace Nights.Trainer.Guidance;

/// <summary>Up to 32 paintings in one batch of the model, one batch at a time. What fails thrice is left: the campaign does not wait for it.</summary>
internal sealed class ScorePaintingConsumerDefinition : ConsumerDefinition<ScorePaintingConsumer>
{
    private const int BatchSize = 32;

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<ScorePaintingConsumer> consumerConfigurator, IRegistrationContext context)
    {
        endpointConfigurator.PrefetchCount = 2 * BatchSize;
        endpointConfigurator.UseMessageRetry(retry => retry.Intervals(1000, 5000));
        consumerConfigurator.Options<BatchOptions>(batch => batch
            .SetMessageLimit(BatchSize).SetTimeLimit(TimeSpan.FromMilliseconds(200)).SetConcurrencyLimit(1));
    }
}
