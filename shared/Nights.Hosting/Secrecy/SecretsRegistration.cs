using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Nights.Hosting.Secrecy;

/// <summary>How a service that signs or pseudonymises gets its <see cref="Secrets"/>.</summary>
public static class SecretsRegistration
{
    /// <summary>Registers <see cref="Secrets"/> from section "Secrets". Without a good one the service does not start and says how to make one.</summary>
    public static TBuilder AddNightsSecrets<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        builder.Services.AddSingleton<IValidateOptions<SecretOptions>, ValidateSecretOptions>();
        builder.Services.AddOptions<SecretOptions>().BindConfiguration(SecretOptions.Section).ValidateOnStart();
        builder.Services.AddSingleton(from => from.GetRequiredService<IOptions<SecretOptions>>().Value.Read());
        builder.Services.AddSingleton<Pseudonyms>().AddSingleton<IdentitySeal>();
        return builder;
    }
}
