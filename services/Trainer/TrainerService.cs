using MassTransit;
using Nights.Trainer.Guidance;
using Nights.Trainer.Registry;
using Nights.Trainer.Runs;
using Nights.Trainer.Snapshots;

namespace Nights.Trainer;

/// <summary>
/// The trainer, as its own program and as a part of the local host: claims training runs, fine-tunes the metric, registers what it made; scores paintings for campaigns that a model guides.
/// Wants the clock, the database and the objects in the container.
/// </summary>
public static class TrainerService
{
    public static IHostApplicationBuilder AddTrainer(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        services.AddOptions<TrainerOptions>().BindConfiguration(TrainerOptions.Section).ValidateDataAnnotations()
            .Validate(options => options.HeartbeatEvery * 3 <= options.LeaseFor, "Trainer:LeaseFor must be at least three times Trainer:HeartbeatEvery.")
            .ValidateOnStart();
        services.AddSingleton<TrainerBell>();
        services.AddSingleton<TrainerMeter>();
        services.AddSingleton<TrainingQueue>();
        services.AddSingleton<FetchSnapshot>();
        services.AddSingleton<RegisterModel>();
        services.AddSingleton<TrainRun>();
        services.AddSingleton<FetchModel>().AddSingleton<GuidingModels>().AddSingleton<ScorePaintings>();
        services.AddHostedService<TrainerLoop>();
        return builder;
    }

    /// <summary>The consumers of this service; in the local host they run beside those of the others, on one bus.</summary>
    public static void AddTrainerConsumers(this IBusRegistrationConfigurator bus)
    {
        bus.AddConsumer<TrainingRequestedConsumer>();
        bus.AddConsumer<ScorePaintingConsumer, ScorePaintingConsumerDefinition>();
    }
}
