using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Nights.Database;

/// <summary>How every service gets its database: one pooled data source, pooled contexts, snake_case names.</summary>
public static class DatabaseRegistration
{
    public static IServiceCollection AddNightsDatabase(this IServiceCollection services, string connectionString)
    {
        // No code leaves anything behind in a connection's session, so nothing is cleaned up when one is used again: that would be seven statements before each use.
        services.AddSingleton(_ => NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { NoResetOnClose = true }));
        services.AddPooledDbContextFactory<NightsDb>((provider, options) => options.UseNights(provider.GetRequiredService<NpgsqlDataSource>()));
        services.AddScoped(provider => provider.GetRequiredService<IDbContextFactory<NightsDb>>().CreateDbContext());
        return services;
    }

    public static DbContextOptionsBuilder UseNights(this DbContextOptionsBuilder options, NpgsqlDataSource source) =>
        options.UseNpgsql(source).UseSnakeCaseNamingConvention();
}
