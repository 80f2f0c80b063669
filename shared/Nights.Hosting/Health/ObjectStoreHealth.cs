using Microsoft.Extensions.Diagnostics.HealthChecks;
using Nights.Hosting.Objects;

namespace Nights.Hosting.Health;

/// <summary>Healthy while the bucket answers, or the folder takes a file.</summary>
internal sealed class ObjectStoreHealth(IObjectStoreProbe store) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await store.Probe(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            return HealthCheckResult.Unhealthy($"The object store cannot be used: {fault.Message}", fault);
        }
    }
}
