using MassTransit;
using Microsoft.Extensions.Options;
using Nights.Generator.Models;
using Nights.Generator.Painting;
using Nights.Generator.Remote;

namespace Nights.Generator;

/// <summary>The generator as a host composes it: the program of this folder, or the local host. Wants <c>IObjects</c>, a clock and a bus to be there.</summary>
public static class GeneratorService
{
    /// <summary>Adds the painters, with the options of section "Generator".</summary>
    public static IHostApplicationBuilder AddGenerator(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton<IValidateOptions<GeneratorOptions>, ValidateGeneratorOptions>();
        builder.Services.AddSingleton<IValidateOptions<GeneratorOptions>, ValidateModelName>();
        builder.Services.AddOptions<GeneratorOptions>().BindConfiguration(GeneratorOptions.Section).ValidateOnStart();
        builder.Services.AddMetrics();
        builder.Services.AddSingleton<GeneratorMeter>();
        builder.Services.AddSingleton<ModelFetch>();
        builder.Services.AddSingleton<ModelShelf>();
        builder.Services.AddSingleton<PaintingStore>();
        builder.Services.AddSingleton<Easel>();
        builder.Services.AddHostedService(services => services.GetRequiredService<Easel>());
        builder.AddRemotePainter();
        builder.Services.AddSingleton<ITripletPainter>(services => services.GetRequiredService<Easel>());
        return builder;
    }

    /// <summary>Adds the generator's consumers to the bus.</summary>
    public static void AddGeneratorConsumers(this IBusRegistrationConfigurator bus) =>
        bus.AddConsumer<PaintTripletConsumer, PaintTripletConsumerDefinition>();
}
