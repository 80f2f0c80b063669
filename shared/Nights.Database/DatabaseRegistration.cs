using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Nights.Database;

/// <summary>How every service gets its database: one pooled data source, pooled contexts, snake_case names.</summary>
public static class DatabaseRegistration
{
    private const string NoScans = "set enable_seqscan = off";

    /// <param name="services">Of the program.</param>
    /// <param name="connectionString">Of the database.</param>
    /// <param name="pointReads">
    /// For a service that looks up single rows and nothing else: its statements are never planned as a reading of a whole table. A plan that is kept from a time
    /// when the table was small would be that, and stay so until the next analyze, by when the table may have grown a thousandfold.
    /// </param>
    public static IServiceCollection AddNightsDatabase(this IServiceCollection services, string connectionString, bool pointReads = false)
    {
        // No code leaves anything behind in a connection's session, so nothing is cleaned up when one is used again: that would be seven statements before each use.
        var source = new NpgsqlDataSourceBuilder(new NpgsqlConnectionStringBuilder(connectionString) { NoResetOnClose = true }.ConnectionString);
        if (pointReads) source.UsePhysicalConnectionInitializer(AvoidScans, AvoidScansAsync);
        services.AddSingleton(_ => source.Build());
        services.AddPooledDbContextFactory<NightsDb>((provider, options) => options.UseNights(provider.GetRequiredService<NpgsqlDataSource>()));
        services.AddScoped(provider => provider.GetRequiredService<IDbContextFactory<NightsDb>>().CreateDbContext());
        return services;
    }

    private static void AvoidScans(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand(NoScans, connection);
        command.ExecuteNonQuery();
    }

    private static async Task AvoidScansAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(NoScans, connection);
        await command.ExecuteNonQueryAsync();
    }

    public static DbContextOptionsBuilder UseNights(this DbContextOptionsBuilder options, NpgsqlDataSource source) =>
        options.UseNpgsql(source).UseSnakeCaseNamingConvention();
}
