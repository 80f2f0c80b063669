using Microsoft.Extensions.Options;
using Nights.Channels;
using Nights.Channels.Prolific;
using Nights.Crowd.Database;
using Nights.Crowd.Web;
using Nights.Hosting.Secrecy;
using Npgsql;
using NpgsqlTypes;
using static Nights.Crowd.Database.Statements;

namespace Nights.Crowd.Hooks;

/// <summary>
/// POST /api/hooks/prolific: takes a notification in. It is stored, nothing else: what follows from it is the operators' service's work, so the marketplace has its
/// answer at once. The same event again is answered as the first time.
/// </summary>
internal sealed class ReceiveHook(NpgsqlDataSource database, IOptions<ProlificOptions> prolific, Pseudonyms pseudonyms, TimeProvider clock)
{
    public static void Map(IEndpointRouteBuilder app) =>
        app.MapPost("/api/hooks/prolific", (HttpContext http, ReceiveHook receive, CancellationToken cancel) => receive.Run(http, cancel)).RequireRateLimiting(HitLimits.NewSessions);

    private async Task<IResult> Run(HttpContext http, CancellationToken cancel)
    {
        // The raw bytes: a signature is over them and over nothing that was parsed. Their number is limited by the server.
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, cancel);
        var headers = http.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString());
        var reading = ProlificHook.Read(prolific.Value, new NotificationRequest(headers, body.ToArray()), clock.GetUtcNow());
        if (reading.Notification is not { } notification) return Refusal.Of(401, "hook-refused", reading.Refusal!);

        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var statement = connection.Statement(
            """
            insert into channel_notification (channel, event_id, at, kind, study, submission_key, submission_state, received_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (channel, event_id) do nothing
            """,
            Value(ChannelNames.Prolific), Value(notification.EventId), Value(notification.At), Value(notification.Kind),
            new NpgsqlParameter { Value = notification.Submission is null ? notification.Subject : DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
            new NpgsqlParameter { Value = notification.Submission is { } submission ? pseudonyms.Assignment(ChannelNames.Prolific, submission.ExternalId) : DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bytea },
            new NpgsqlParameter { Value = notification.Submission is { } about ? (short)about.State : DBNull.Value, NpgsqlDbType = NpgsqlDbType.Smallint },
            Value(clock.GetUtcNow()));
        await statement.ExecuteNonQueryAsync(cancel);
        return TypedResults.NoContent();
    }
}
