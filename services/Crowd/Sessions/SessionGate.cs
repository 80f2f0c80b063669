using Nights.Crowd.Web;

namespace Nights.Crowd.Sessions;

/// <summary>Lets calls that need a session pass only with a token of ours, and tells them whose they are.</summary>
internal sealed class SessionGate(RequestDelegate next, KnownSessions sessions)
{
    private const string Scheme = "Bearer ";

    /// <summary>Marks an endpoint that needs a session.</summary>
    public sealed class Needed;

    public async Task InvokeAsync(HttpContext http)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<Needed>() is not null)
        {
            var header = http.Request.Headers.Authorization.ToString();
            var token = header.StartsWith(Scheme, StringComparison.Ordinal) ? header[Scheme.Length..] : null;
            if (await sessions.Find(token, http.RequestAborted) is not { } caller)
            {
                await Refusal.Of(401, "session-invalid", "This session is not known. Open the link again.").ExecuteAsync(http);
                return;
            }

            http.Features.Set(caller);
        }

        await next(http);
    }
}
