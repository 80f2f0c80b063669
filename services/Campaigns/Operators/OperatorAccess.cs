using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;

namespace Nights.Campaigns.Operators;

/// <summary>Who may come in: programs by key, people by a cookie that a key has bought. Everything is closed unless it says otherwise.</summary>
internal static class OperatorAccess
{
    public const string CookieScheme = "console";

    /// <summary>Policy: an operator with a lasting key.</summary>
    public const string Operator = "operator";

    /// <summary>Policy: an operator, or somebody who holds an unspent set-up token.</summary>
    public const string OperatorOrSetUp = "operator-or-set-up";

    public const string LogInPath = "/login";

    private const string Either = "key-or-cookie";

    public static void AddOperatorAccess(this IServiceCollection services)
    {
        services
            .AddAuthentication(Either)
            .AddPolicyScheme(Either, null, scheme => scheme.ForwardDefaultSelector = Choose)
            .AddScheme<AuthenticationSchemeOptions, KeyAuthentication>(KeyAuthentication.SchemeName, null)
            .AddCookie(CookieScheme, cookie =>
            {
                cookie.Cookie.Name = "nights-operator";
                cookie.Cookie.HttpOnly = true;
                cookie.Cookie.SameSite = SameSiteMode.Strict;
                cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
                cookie.ExpireTimeSpan = TimeSpan.FromHours(12);
                cookie.SlidingExpiration = true;
                cookie.LoginPath = LogInPath;
                cookie.ReturnUrlParameter = "to";
                cookie.Events.OnValidatePrincipal = StillValid;
            });

        var operators = new AuthorizationPolicyBuilder().RequireClaim(OperatorIdentity.KeyId).Build();
        services.AddAuthorizationBuilder()
            .AddPolicy(Operator, operators)
            .AddPolicy(OperatorOrSetUp, policy => policy.RequireAssertion(context =>
                context.User.HasClaim(claim => claim.Type is OperatorIdentity.KeyId or OperatorIdentity.SetUp)))
            .SetDefaultPolicy(operators)
            .SetFallbackPolicy(operators);
    }

    private static string Choose(HttpContext http) =>
        KeyAuthentication.Bearer(http.Request) is null && (!http.Request.Path.StartsWithSegments("/api") || HasCookie(http))
            ? CookieScheme
            : KeyAuthentication.SchemeName;

    private static bool HasCookie(HttpContext http) => http.Request.Cookies.ContainsKey("nights-operator");

    // A revoked key ends the sessions it has opened.
    private static async Task StillValid(CookieValidatePrincipalContext context)
    {
        var keys = context.HttpContext.RequestServices.GetRequiredService<KeyStanding>();
        if (context.Principal is { } user && await keys.IsGood(user, context.HttpContext.RequestAborted)) return;
        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(CookieScheme);
    }
}
