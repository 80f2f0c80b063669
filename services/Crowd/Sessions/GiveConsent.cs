using Nights.Crowd.Database;
using Nights.Crowd.Web;
using Npgsql;
using static Nights.Crowd.Database.Statements;

namespace Nights.Crowd.Sessions;

/// <summary>POST /api/hit/consent: the participant agrees to a version of the terms. The first time counts.</summary>
internal sealed class GiveConsent(NpgsqlDataSource database, TimeProvider clock)
{
    public sealed record Body(string Version);

    public static void Map(RouteGroupBuilder api) => api.MapPost("/consent",
        (Body body, HitCaller caller, GiveConsent give, CancellationToken cancel) => give.Run(body, caller, cancel));

    private async Task<IResult> Run(Body body, HitCaller caller, CancellationToken cancel)
    {
        var current = caller.Campaign.Spec.Hit.ConsentVersion;
        if (body.Version != current)
            return Refusal.Of(400, "consent-version", $"The terms are of version {current}. Load the page again to read them.");
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var statement = connection.Statement(
            "update hit_session set consented_at = coalesce(consented_at, $2), consent_version = coalesce(consent_version, $3) where id = $1",
            Value(caller.SessionId), Value(clock.GetUtcNow()), Value(current));
        await statement.ExecuteNonQueryAsync(cancel);
        return TypedResults.NoContent();
    }
}
