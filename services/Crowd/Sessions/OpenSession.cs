using Microsoft.Extensions.Options;
using Nights.Crowd.Campaigns;
using Nights.Crowd.Database;
using Nights.Crowd.Finish;
using Nights.Crowd.Web;
using Nights.Domain.Campaigns;
using Nights.Hosting.Secrecy;
using Npgsql;
using static Nights.Crowd.Database.Statements;

namespace Nights.Crowd.Sessions;

/// <summary>
/// POST /api/hit/sessions: a signed link becomes a session, or finds the one that was begun: by its token, or by the id under which the
/// channel knows the participant. A participant has one unfinished session and as many HITs as the campaign allows.
/// </summary>
internal sealed class OpenSession(
    NpgsqlDataSource database, RunningCampaigns campaigns, KnownSessions sessions, SessionToken tokens, Pseudonym pseudonyms, CompleteSession complete,
    Secrets secrets, TimeProvider clock, IOptions<CrowdOptions> options)
{
    private const int IdLimit = 200;
    private readonly byte[] linkKey = secrets.Derive("links");

    public sealed record Body(string Campaign, string Link, string? Resume, string? Participant);

    public sealed record Reply(string Session, string State, CampaignOffer Campaign, Progress Progress, string? Code);

    public static void Map(RouteGroupBuilder api) => api.MapPost("/sessions",
        (Body body, OpenSession open, CancellationToken cancel) => open.Run(body, cancel)).RequireRateLimiting(HitLimits.NewSessions);

    private async Task<IResult> Run(Body body, CancellationToken cancel)
    {
        if (!LinkToken.TryRead(linkKey, body.Link, clock.GetUtcNow(), out var link, out var fault))
        {
            return fault is LinkFault.Expired
                ? Refusal.Of(401, "link-expired", "This link is not valid any more. Ask for a new one where you found it.")
                : Refusal.Of(401, "link-invalid", "This link is not one of ours. Copy it again, whole.");
        }

        if (body.Participant is { Length: > IdLimit }) return Refusal.Of(400, "participant-too-long", $"A participant's id has at most {IdLimit} characters.");
        if (!Guid.TryParse(body.Campaign, out var id)) return Refusal.Of(404, "campaign-unknown", "There is no such study here.");
        if (link.CampaignId != id) return Refusal.Of(401, "link-invalid", "This link belongs to another study.");
        if (await campaigns.Find(id, cancel) is not { } campaign) return Refusal.Of(404, "campaign-unknown", "There is no such study here.");

        await using var connection = await database.OpenConnectionAsync(cancel);
        var session = await Resumed(connection, body, link, cancel) ?? await Attempts.Run(() => Begin(connection, campaign, body.Participant, link.Channel, cancel));
        if (session is null) return Refusal.Of(409, "campaign-closed", "This study takes no participants at the moment.");

        var view = await SessionView.Read(connection, session.Value, cancel);
        // A campaign that ended under somebody's hands still owes them what they have answered.
        if (view is { FinishedAt: null, CampaignOver: true, Answered: > 0 }) view = view with { Code = (await complete.Leave(session.Value, cancel)).Code };
        return TypedResults.Ok(new Reply(
            tokens.Create(session.Value), view.State(campaign), CampaignOffer.Of(campaign, options.Value.Privacy),
            new Progress(view.Answered, campaign.Spec.Hit.TrialsPerHit), view.Code));
    }

    /// <summary>The session that the page remembers, unless the address names somebody else.</summary>
    private async Task<Guid?> Resumed(NpgsqlConnection connection, Body body, LinkToken link, CancellationToken cancel)
    {
        if (await sessions.Find(body.Resume, cancel) is not { } caller || caller.Campaign.Id != link.CampaignId) return null;
        if (body.Participant is not { Length: > 0 } named) return caller.SessionId;
        await using var statement = connection.Statement(
            "select exists (select 1 from participant where id = $1 and channel = $2 and pseudonym = $3)",
            Value(caller.ParticipantId), Value(link.Channel), Value(pseudonyms.Of(link.Channel, named)));
        return (bool)(await statement.ExecuteScalarAsync(cancel))! ? caller.SessionId : null;
    }

    /// <returns>The participant's session; null when they have none and the campaign takes nobody in.</returns>
    private async Task<Guid?> Begin(NpgsqlConnection connection, RunningCampaign campaign, string? participant, string channel, CancellationToken cancel)
    {
        var pseudonym = participant is { Length: > 0 } ? pseudonyms.Of(channel, participant) : pseudonyms.OfNobodyKnown(channel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        // The update that changes nothing takes the row's lock: two tabs of one person open one session.
        Guid person;
        await using (var statement = connection.Statement(
            """
            insert into participant (id, channel, pseudonym, state, created_at) values ($1, $2, $3, 0, $4)
            on conflict (channel, pseudonym) do update set channel = excluded.channel returning id
            """,
            Value(Guid.CreateVersion7()), Value(channel), Value(pseudonym), Value(clock.GetUtcNow())))
        {
            person = (Guid)(await statement.ExecuteScalarAsync(cancel))!;
        }

        var (begun, state, excluded) = await Begun(connection, campaign.Id, person, cancel);
        var unfinished = begun.Find(session => !session.Finished);
        Guid? session = unfinished.Id != default ? unfinished.Id
            : begun.Count >= campaign.Spec.Hit.HitsPerParticipant || (excluded && begun.Count > 0) ? begun[^1].Id
            : state is CampaignState.Running or CampaignState.Paused or CampaignState.Draining ? await Insert(connection, campaign.Id, person, cancel)
            : begun.Count > 0 ? begun[^1].Id
            : null;
        if (session is not null) await transaction.CommitAsync(cancel);
        return session;
    }

    private static async Task<(List<(Guid Id, bool Finished)> Begun, CampaignState State, bool Excluded)> Begun(
        NpgsqlConnection connection, Guid campaign, Guid person, CancellationToken cancel)
    {
        await using var batch = connection.CreateBatch()
            .Add("select c.state, p.state from campaign c, participant p where c.id = $1 and p.id = $2", Value(campaign), Value(person))
            .Add("select id, finished_at is not null from hit_session where campaign_id = $1 and participant_id = $2 order by created_at", Value(campaign), Value(person));
        await using var rows = await batch.ExecuteReaderAsync(cancel);
        await rows.ReadAsync(cancel);
        var (state, excluded) = ((CampaignState)rows.GetInt16(0), rows.GetInt16(1) is 1);
        await rows.NextResultAsync(cancel);
        var begun = new List<(Guid, bool)>();
        while (await rows.ReadAsync(cancel)) begun.Add((rows.GetGuid(0), rows.GetBoolean(1)));
        return (begun, state, excluded);
    }

    private async Task<Guid> Insert(NpgsqlConnection connection, Guid campaign, Guid person, CancellationToken cancel)
    {
        var id = Guid.CreateVersion7();
        await using var statement = connection.Statement(
            "insert into hit_session (id, campaign_id, participant_id, token_hash, created_at, practice_failures) values ($1, $2, $3, $4, $5, 0)",
            Value(id), Value(campaign), Value(person), Value(SessionToken.Hash(tokens.Create(id))), Value(clock.GetUtcNow()));
        await statement.ExecuteNonQueryAsync(cancel);
        return id;
    }
}
