using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Nights.Crowd.Web;

/// <summary>Answers a body that cannot be read with 400 (or 413), and what nobody foresaw with 500, in the same form as every refusal.</summary>
internal sealed class RefuseBadRequests : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        // The inner message of the JSON reader names the path and the type that was expected, and nothing of ours.
        var refusal = exception is BadHttpRequestException bad
            ? bad.StatusCode is 413 ? TooLarge : Refusal.Of(bad.StatusCode, "body-invalid", bad.InnerException?.Message ?? bad.Message)
            : Refusal.Of(500, "fault", "The server could not do that. Nothing was half done; try again.");
        await refusal.ExecuteAsync(httpContext);
        return true;
    }

    /// <summary>The same for what the framework answers with a bare status.</summary>
    public static Task Explain(StatusCodeContext context)
    {
        var status = context.HttpContext.Response.StatusCode;
        var refusal = status switch
        {
            404 => Refusal.Of(status, "not-found", "There is nothing at this address."),
            405 => Refusal.Of(status, "method-not-allowed", $"{context.HttpContext.Request.Method} is not possible here."),
            413 => TooLarge,
            415 => Refusal.Of(status, "not-json", "The body must be application/json."),
            _ => Refusal.Of(status, "refused", $"The server refuses with status {status}."),
        };
        return refusal.ExecuteAsync(context.HttpContext);
    }

    private static ProblemHttpResult TooLarge => Refusal.Of(413, "body-too-large", $"The body is larger than {HitLimits.BodyBytes} bytes.");
}
