using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Nights.Database;

namespace Nights.Campaigns.Operators;

/// <summary>Authenticates "Authorization: Bearer KEY" of API calls against the stored hashes.</summary>
internal sealed class KeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder,
    IDbContextFactory<NightsDb> databases,
    TimeProvider clock) : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "operator-key";
    private const string Prefix = "Bearer ";

    /// <summary>The text behind "Bearer", or null.</summary>
    public static string? Bearer(HttpRequest request) =>
        request.Headers.Authorization.ToString() is { } header && header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
            ? header[Prefix.Length..].Trim()
            : null;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Bearer(Request) is not { Length: > 0 } text) return AuthenticateResult.NoResult();

        await using var db = await databases.CreateDbContextAsync(Context.RequestAborted);
        var key = await OperatorKeys.Find(db, text, clock, Context.RequestAborted);
        return key is null
            ? AuthenticateResult.Fail("The operator key is not known, revoked or expired.")
            : AuthenticateResult.Success(new AuthenticationTicket(OperatorIdentity.Principal(key, SchemeName), SchemeName));
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        var detail = Bearer(Request) is null
            ? "Send 'Authorization: Bearer KEY' with an operator key."
            : "This operator key is not known, revoked or expired.";
        await TypedResults.Problem(detail, statusCode: StatusCodes.Status401Unauthorized, title: "No operator").ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        TypedResults.Problem(
            "A set-up token can only be exchanged for a key, at POST /api/v1/keys.",
            statusCode: StatusCodes.Status403Forbidden,
            title: "Not with a set-up token").ExecuteAsync(Context);
}
