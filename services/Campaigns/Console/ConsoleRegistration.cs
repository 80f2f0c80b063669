using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;
using MudBlazor.Services;
using Nights.Campaigns.Console.Live;
using Nights.Campaigns.Operators;
using Nights.Hosting.Secrecy;

namespace Nights.Campaigns.Console;

/// <summary>The operators' console: Blazor on the server, with its files, its log-in and its headers.</summary>
internal static class ConsoleRegistration
{
    public static void AddConsole(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        builder.UseConsoleFiles();
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddMudServices();
        services.AddCascadingAuthenticationState();
        services.AddScoped<AuthenticationStateProvider, KeyRevalidation>();
        services.AddSingleton<LogIn>();
        services.AddAntiforgery(forms =>
        {
            forms.SuppressXFrameOptionsHeader = true;          // our own header is stricter
            forms.Cookie.Name = "nights-form";
            forms.Cookie.SameSite = SameSiteMode.Strict;
            forms.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        services.AddDataProtection().SetApplicationName("nights").DisableAutomaticKeyGeneration();
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(from =>
            new ConfigureOptions<KeyManagementOptions>(keys => keys.XmlRepository = new DerivedKeyRing(from.GetRequiredService<Secrets>())));

        services.AddSingleton<LiveBoard>();
        services.AddHostedService(from => from.GetRequiredService<LiveBoard>());
        services.AddSingleton<CampaignPace>();
    }

    public static void MapConsole(this WebApplication app)
    {
        app.MapConsoleFiles();
        app.MapGet("/logout", async (HttpContext http) =>
        {
            await http.SignOutAsync(OperatorAccess.CookieScheme);
            return TypedResults.Redirect(OperatorAccess.LogInPath);
        }).ExcludeFromDescription();
        app.MapRazorComponents<App>()
            .AddInteractiveServerRenderMode(server => server.ContentSecurityFrameAncestorsPolicy = "'none'")
            .RequireAuthorization(OperatorAccess.Operator);
    }
}
