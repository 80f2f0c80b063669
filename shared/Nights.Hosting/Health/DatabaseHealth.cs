using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Nights.Hosting.Health;

/// <summary>Healthy while the database of connection string "Nights" answers a query.</summary>
internal sealed class DatabaseHealth(IConfiguration configuration) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var connection = new NpgsqlConnection(configuration.GetConnectionString("Nights"));
            await connection.OpenAsync(cancellationToken);
            await using var question = new NpgsqlCommand("select 1", connection);
            await question.ExecuteScalarAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception fault) when (fault is NpgsqlException or TimeoutException)
        {
            return HealthCheckResult.Unhealthy($"The database does not answer: {fault.Message}", fault);
        }
    }
}
