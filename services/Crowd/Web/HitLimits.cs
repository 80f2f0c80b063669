using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;
using Nights.Crowd.Sessions;

namespace Nights.Crowd.Web;

/// <summary>How much one caller may ask: a token bucket for each session, a number of new sessions a minute for each network.</summary>
internal static class HitLimits
{
    public const int BodyBytes = 16 * 1024;
    public const string Calls = "calls";
    public const string NewSessions = "new-sessions";

    public static void Add(IServiceCollection services)
    {
        services.AddRateLimiter(_ => { });
        services.AddOptions<RateLimiterOptions>().Configure<IOptions<CrowdOptions>>((limiter, options) => Set(limiter, options.Value));
    }

    private static void Set(RateLimiterOptions limiter, CrowdOptions options)
    {
        limiter.AddPolicy(Calls, http => Trusted(http, options)
            ? RateLimitPartition.GetNoLimiter(Guid.Empty)
            : RateLimitPartition.GetTokenBucketLimiter(http.Features.Get<HitCaller>()?.SessionId ?? Guid.Empty, _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = options.CallBurst,
                TokensPerPeriod = options.CallsPerSecond,
                ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            }));
        limiter.AddPolicy(NewSessions, http => Trusted(http, options)
            ? RateLimitPartition.GetNoLimiter("")
            : RateLimitPartition.GetSlidingWindowLimiter(Convert.ToHexString(CallerNetwork.Prefix(http.Connection.RemoteIpAddress)), _ => new SlidingWindowRateLimiterOptions
            {
                PermitLimit = options.SessionsPerMinute,
                Window = TimeSpan.FromMinutes(1),
                SegmentsPerWindow = 6,
            }));
        limiter.OnRejected = async (rejected, _) =>
        {
            var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(10);
            rejected.HttpContext.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            await Refusal.Of(429, "too-many-calls", "That was too much at once. Wait a moment and try again.").ExecuteAsync(rejected.HttpContext);
        };
    }

    private static bool Trusted(HttpContext http, CrowdOptions options) =>
        options.TrustLoopback && http.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address);
}
