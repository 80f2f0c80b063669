using Microsoft.AspNetCore.Diagnostics;

namespace Nights.Crowd.Web;

/// <summary>Answers a body that cannot be read with 400 (or 413), and what nobody foresaw with 500, in the same form as every refusal.</summary>
internal sealed class RefuseBadRequests : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var refusal = exception is BadHttpRequestException bad
            ? Refusal.Of(bad.StatusCode, bad.StatusCode is 413 ? "body-too-large" : "body-invalid", Reason(bad))
            : Refusal.Of(500, "fault", "The server could not do that. Nothing was half done; try again.");
        await refusal.ExecuteAsync(httpContext);
        return true;
    }

    // The inner message of the JSON reader names the path and the type that was expected, and nothing of ours.
    private static string Reason(BadHttpRequestException bad) => bad.StatusCode is 413
        ? $"The body is larger than {HitLimits.BodyBytes} bytes."
        : bad.InnerException?.Message ?? bad.Message;
}
