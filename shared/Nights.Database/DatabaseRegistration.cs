using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Nights.Database;

/// <summary>How every service gets its database: one pooled data source, pooled contexts, snake_case names.</summary>
public static class DatabaseRegistration
{
    public static IServiceCollection AddNightsDatabase(this IServiceCollection services, string connectionString)
    {
        services.AddSingleton(_ => NpgsqlDataSource.Create(connectionString));
        services.AddPooledDbContextFactory<NightsDb>((provider, options) => options.UseNights(provider.GetRequiredService<NpgsqlDataSource>()));
        services.AddScoped(provider => provider.GetRequiredService<IDbContextFactory<NightsDb>>().CreateDbContext());
        return services;
    }

    public static DbContextOptionsBuilder UseNights(this DbContextOptionsBuilder options, NpgsqlDataSource source) =>
        options.UseNpgsql(source).UseSnakeCaseNamingConvention();
}
