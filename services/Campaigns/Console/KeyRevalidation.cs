using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Nights.Campaigns.Operators;

namespace Nights.Campaigns.Console;

/// <summary>Asks once a minute whether the key behind an open console may still be used; a revoked one is logged out.</summary>
internal sealed class KeyRevalidation(ILoggerFactory loggers, KeyStanding keys) : RevalidatingServerAuthenticationStateProvider(loggers)
{
    protected override TimeSpan RevalidationInterval => TimeSpan.FromMinutes(1);

    protected override Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken) =>
        keys.IsGood(authenticationState.User, cancellationToken);
}
