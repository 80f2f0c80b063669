using MassTransit;
using Nights.Contracts;
using Nights.Trainer.Runs;

namespace Nights.Trainer;

/// <summary>Wakes the trainer. The run itself is in the database, so hearing this twice, late or never changes nothing but the wait.</summary>
internal sealed class TrainingRequestedConsumer(TrainerBell bell) : IConsumer<TrainingRequested>
{
    public Task Consume(ConsumeContext<TrainingRequested> context)
    {
        bell.Ring();
        return Task.CompletedTask;
    }
}
