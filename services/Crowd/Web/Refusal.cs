using Microsoft.AspNetCore.Http.HttpResults;

namespace Nights.Crowd.Web;

/// <summary>A call that is not granted: a problem document (RFC 9457) with the machine word in "code".</summary>
internal static class Refusal
{
    /// <param name="status">HTTP status, 400 to 599.</param>
    /// <param name="code">What the page acts on, e.g. "lease-not-yours".</param>
    /// <param name="detail">One sentence for a person.</param>
    public static ProblemHttpResult Of(int status, string code, string detail) =>
        TypedResults.Problem(detail, statusCode: status, title: code, extensions: new Dictionary<string, object?> { ["code"] = code });
}
