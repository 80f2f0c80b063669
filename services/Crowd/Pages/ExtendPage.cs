using Nights.Crowd.Database;
using Nights.Crowd.Sessions;
using Nights.Crowd.Web;
using Npgsql;
using static Nights.Crowd.Database.Statements;

namespace Nights.Crowd.Pages;

/// <summary>POST /api/hit/extend: a participant who is still at the page keeps it, up to three times its length.</summary>
internal sealed class ExtendPage(NpgsqlDataSource database, TimeProvider clock)
{
    private const int Longest = 3;

    public sealed record Body(Guid Page);

    public sealed record Reply(DateTimeOffset ExpiresAt);

    public static void Map(RouteGroupBuilder api) => api.MapPost("/extend",
        (Body body, HitCaller caller, ExtendPage extend, CancellationToken cancel) => extend.Run(body, caller, cancel));

    private async Task<IResult> Run(Body body, HitCaller caller, CancellationToken cancel)
    {
        var lease = TimeSpan.FromSeconds(caller.Campaign.Spec.Hit.LeaseSeconds);
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var batch = connection.CreateBatch()
            .Add("""
                update page set expires_at = greatest(expires_at, least($3 + $4, created_at + $4 * $5))
                where id = $1 and session_id = $2 and closed_at is null and expires_at > $3
                """,
                Value(body.Page), Value(caller.SessionId), Value(clock.GetUtcNow()), Value(lease), Value(Longest))
            .Add("""
                with held as (select s.id, p.expires_at from slot s join page p on p.id = s.page_id
                    where p.id = $1 and p.session_id = $2 and p.closed_at is null and s.state = 1 order by s.id for update of s)
                update slot set expires_at = held.expires_at from held where slot.id = held.id
                """,
                Value(body.Page), Value(caller.SessionId))
            .Add("select expires_at from page where id = $1 and session_id = $2 and closed_at is null and expires_at > $3",
                Value(body.Page), Value(caller.SessionId), Value(clock.GetUtcNow()));
        return await batch.ExecuteScalarAsync(cancel) is DateTime expires
            ? TypedResults.Ok(new Reply(new DateTimeOffset(expires, TimeSpan.Zero)))
            : Refusal.Of(409, "lease-not-yours", "This page has gone to somebody else. Ask for another.");
    }
}
