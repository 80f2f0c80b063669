using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Nights.Hosting.Objects;

internal static class ObjectsRegistration
{
    /// <summary>Registers <see cref="IObjects"/> as section "Objects" says; what is missing there is told at the start.</summary>
    public static void AddObjects(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<IValidateOptions<ObjectOptions>, ValidateObjectOptions>();
        services.AddOptions<ObjectOptions>().BindConfiguration(ObjectOptions.Section).ValidateOnStart();

        if (string.Equals(builder.Configuration[$"{ObjectOptions.Section}:{nameof(ObjectOptions.Kind)}"], "s3", StringComparison.OrdinalIgnoreCase))
        {
            services.AddSingleton<S3Client>();
            services.AddSingleton<S3Objects>();
            services.AddSingleton<IObjects>(from => from.GetRequiredService<S3Objects>());
            services.AddSingleton<IObjectStoreProbe>(from => from.GetRequiredService<S3Objects>());
            services.AddHostedService<S3Start>();
        }
        else
        {
            services.AddSingleton<DiskObjects>();
            services.AddSingleton<IObjects>(from => from.GetRequiredService<DiskObjects>());
            services.AddSingleton<IObjectStoreProbe>(from => from.GetRequiredService<DiskObjects>());
            services.AddHostedService<DiskStart>();
        }
    }
}
