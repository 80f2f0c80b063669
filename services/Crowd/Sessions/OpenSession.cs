using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Nights.Crowd.Campaigns;
using Nights.Crowd.Database;
using Nights.Crowd.Embedding;
using Nights.Crowd.Finish;
using Nights.Crowd.Web;
using Nights.Hosting.Secrecy;
using Npgsql;
using static Nights.Crowd.Database.Statements;

namespace Nights.Crowd.Sessions;

/// <summary>
/// POST /api/hit/sessions: a signed link becomes a session, or finds the one that was begun: by its token, or by the id under which the
/// channel knows the participant.
/// </summary>
internal sealed class OpenSession(
    NpgsqlDataSource database, LinkDoor door, KnownSessions sessions, SessionToken tokens, Pseudonyms pseudonyms, BeginSession begin, CompleteSession complete,
    ChannelPages channels, CallerNetwork networks, IOptions<CrowdOptions> options)
{
    private const int IdLimit = 200;

    /// <param name="Resume">The token of a session begun earlier in this browser.</param>
    /// <param name="Participant">The channel's id of the person, as the address said it.</param>
    /// <param name="Assignment">The channel's id of this visit.</param>
    /// <param name="Study">The channel's id of the study.</param>
    /// <param name="SubmitTo">Where the channel wants finished work.</param>
    /// <param name="Again">The session of <paramref name="Resume"/> is finished and its participant wants the next HIT.</param>
    public sealed record Body(
        string Campaign, string Link, string? Resume, string? Participant, string? Assignment, string? Study, string? SubmitTo, bool? Again);

    /// <param name="Next">Whether another HIT can be had in this browser now.</param>
    public sealed record Reply(string Session, string State, CampaignOffer Campaign, Progress Progress, string? Code, Completion? Completion, bool Next);

    public static void Map(RouteGroupBuilder api) => api.MapPost("/sessions",
        (Body body, HttpContext http, OpenSession open, CancellationToken cancel) => open.Run(body, http, cancel)).RequireRateLimiting(HitLimits.NewSessions);

    private async Task<IResult> Run(Body body, HttpContext http, CancellationToken cancel)
    {
        var (campaign, link, refusal) = await door.Enter(body.Campaign, body.Link, cancel);
        if (refusal is not null) return refusal;
        if (TooLong(body) is { } field) return Refusal.Of(400, "participant-too-long", $"{field} has at most {IdLimit} characters.");

        var page = channels.Of(link!.Channel);
        var arrival = Arrival.Of(body, page, pseudonyms, networks.Hash(http.Connection.RemoteIpAddress)) with { Nonce = link.Nonce };
        if (page.KeepsIdentity && (arrival.Pseudonym is null || arrival.Assignment is null))
            return Refusal.Of(400, "marketplace-ids-missing", "This link works from the site where you found the study only. Open it from there.");
        await using var connection = await database.OpenConnectionAsync(cancel);
        var (session, refused) = await Find(connection, campaign!, body, arrival, cancel);
        if (refused is not BeginSession.Refused.None) return Of(refused);

        var view = await SessionView.Read(connection, session, cancel);
        // A campaign that ended under somebody's hands still owes them what they have answered.
        if (view is { FinishedAt: null, CampaignOver: true, Answered: > 0 }) view = view with { Code = (await complete.Leave(session, cancel)).Code };
        var completion = await channels.Complete(connection, session, view.Code, cancel);
        return TypedResults.Ok(new Reply(
            tokens.Create(session), view.State(campaign!), CampaignOffer.Of(campaign!, options.Value.Privacy),
            new Progress(view.Answered, campaign!.Spec.Hit.TrialsPerHit), view.Code, completion, completion is not { Kind: not "code" } && view.Next(campaign)));
    }

    /// <summary>The session that the page remembers, unless the address names somebody else or another assignment; else by who comes.</summary>
    private async Task<(Guid Session, BeginSession.Refused Refused)> Find(
        NpgsqlConnection connection, RunningCampaign campaign, Body body, Arrival arrival, CancellationToken cancel)
    {
        if (await sessions.Find(body.Resume, cancel) is { } caller && caller.Campaign.Id == campaign.Id && await IsTheirs(connection, caller, arrival, cancel))
        {
            return body.Again is true
                ? (await Attempts.Run(() => begin.Again(connection, caller, arrival, cancel)), BeginSession.Refused.None)
                : (caller.SessionId, BeginSession.Refused.None);
        }

        return await Attempts.Run(() => begin.Run(connection, campaign, arrival, cancel));
    }

    private static async Task<bool> IsTheirs(NpgsqlConnection connection, HitCaller caller, Arrival arrival, CancellationToken cancel)
    {
        await using var statement = connection.Statement(
            """
            select p.erased_at is null and ($3::bytea is null or (p.channel = $2 and p.pseudonym = $3)) and ($4::bytea is null or s.assignment = $4)
            from hit_session s join participant p on p.id = s.participant_id where s.id = $1
            """,
            Value(caller.SessionId), Value(arrival.Channel), Bytes(arrival.Pseudonym), Bytes(arrival.Assignment));
        return await statement.ExecuteScalarAsync(cancel) is true;
    }

    private static string? TooLong(Body body) =>
        (body.Participant, body.Assignment, body.Study, body.SubmitTo) switch
        {
            ({ Length: > IdLimit }, _, _, _) => "A participant's id",
            (_, { Length: > IdLimit }, _, _) => "An assignment's id",
            (_, _, { Length: > IdLimit }, _) => "A study's id",
            (_, _, _, { Length: > IdLimit }) => "The address to submit to",
            _ => null,
        };

    private static ProblemHttpResult Of(BeginSession.Refused refused) => refused switch
    {
        BeginSession.Refused.Closed => Refusal.Of(409, "campaign-closed", "This study takes no participants at the moment."),
        BeginSession.Refused.Erased => Refusal.Of(409, "participant-erased", "Everything about this participant was erased on request; the study cannot be taken again."),
        BeginSession.Refused.AssignmentTaken => Refusal.Of(409, "assignment-taken", "Somebody else has begun this assignment. Open the study from your own account."),
        BeginSession.Refused.NoMoreHits => Refusal.Of(409, "hits-used", "This participant has taken every round that is open to them."),
        BeginSession.Refused.StudyFull => Refusal.Of(409, "study-full", "All places of this study are taken. Thank you for coming."),
        BeginSession.Refused.Blocked => Refusal.Of(409, "participant-blocked", "This study cannot be taken from your account. What you have done before is paid."),
        _ => throw new InvalidOperationException($"{refused} is no refusal."),
    };
}
