using MassTransit;

namespace Nights.Crowd.Painted;

/// <summary>Up to a hundred paintings at a time, or what has come within a tenth of a second; a database that is away is waited for.</summary>
internal sealed class TripletPaintedConsumerDefinition : ConsumerDefinition<TripletPaintedConsumer>
{
    private const int BatchSize = 100;

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<TripletPaintedConsumer> consumerConfigurator, IRegistrationContext context)
    {
        endpointConfigurator.PrefetchCount = 2 * BatchSize;
        endpointConfigurator.UseMessageRetry(retry => retry.Exponential(8, TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(1)));
        consumerConfigurator.Options<BatchOptions>(batch => batch
            .SetMessageLimit(BatchSize).SetTimeLimit(TimeSpan.FromMilliseconds(100)).SetConcurrencyLimit(2));
    }
}
