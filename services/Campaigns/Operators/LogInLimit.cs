using System.Threading.RateLimiting;

namespace Nights.Campaigns.Operators;

/// <summary>How often one address may try a key: reading the log-in page is free, sending one is limited.</summary>
internal static class LogInLimit
{
    public const string Policy = "log-in";
    private const int PerMinute = 20;

    public static void AddLogInLimit(this IServiceCollection services) => services.AddRateLimiter(limits =>
    {
        limits.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limits.OnRejected = async (context, cancel) =>
        {
            context.HttpContext.Response.Headers.RetryAfter = "60";
            await TypedResults.Problem(
                $"More than {PerMinute} tries in a minute from this address. Wait a minute.",
                statusCode: StatusCodes.Status429TooManyRequests,
                title: "Too many tries").ExecuteAsync(context.HttpContext);
        };
        limits.AddPolicy(Policy, http => HttpMethods.IsPost(http.Request.Method)
            ? RateLimitPartition.GetFixedWindowLimiter(
                http.Connection.RemoteIpAddress?.ToString() ?? "",
                _ => new FixedWindowRateLimiterOptions { PermitLimit = PerMinute, Window = TimeSpan.FromMinutes(1) })
            : RateLimitPartition.GetNoLimiter("reading"));
    });
}
