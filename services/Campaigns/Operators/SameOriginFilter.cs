namespace Nights.Campaigns.Operators;

/// <summary>
/// Refuses changes that a browser sends with the console's cookie from a page that is not the console. SameSite alone is not enough:
/// the public HIT page on another port of the same host counts as the same site.
/// </summary>
internal sealed class SameOriginFilter : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        var byKey = KeyAuthentication.Bearer(request) is not null;
        var reading = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
        if (byKey || reading || ComesFromHere(request)) return next(context);

        return ValueTask.FromResult<object?>(TypedResults.Problem(
            "A change with the console's cookie must come from the console itself; programs send an operator key.",
            statusCode: StatusCodes.Status403Forbidden,
            title: "Foreign page"));
    }

    private static bool ComesFromHere(HttpRequest request) =>
        request.Headers.Origin.ToString() is { Length: > 0 } origin
            ? string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase)
            : request.Headers["Sec-Fetch-Site"].ToString() is "same-origin";
}
