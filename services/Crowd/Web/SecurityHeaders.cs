namespace Nights.Crowd.Web;

/// <summary>What every answer carries: the page may load its own files and talk to its own server, and nothing else.</summary>
internal static class SecurityHeaders
{
    private const string OwnFiles =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'";

    /// <summary>The policy where nobody may frame the page.</summary>
    public const string ContentPolicy = $"{OwnFiles}; form-action 'self'; frame-ancestors 'none'";

    public const string Permissions =
        "accelerometer=(), autoplay=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), microphone=(), midi=(), payment=(), usb=()";

    /// <summary>The same with further origins that may frame the page, and that a form may be sent to.</summary>
    public static string PolicyWith(IReadOnlyList<string> frames, IReadOnlyList<string> forms) =>
        $"{OwnFiles}; form-action {string.Join(' ', ["'self'", .. forms])}; frame-ancestors {(frames.Count is 0 ? "'none'" : string.Join(' ', frames))}";

    public static Task Add(HttpContext http, RequestDelegate next)
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = ContentPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Permissions-Policy"] = Permissions;
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
        return next(http);
    }
}
