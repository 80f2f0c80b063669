using Nights.Crowd.Campaigns;
using Nights.Crowd.Database;
using Nights.Database.Crowd.Marks;
using Nights.Domain.Campaigns;
using Npgsql;
using static Nights.Crowd.Database.Statements;

namespace Nights.Crowd.Sessions;

/// <summary>Where a session stands, as its rows say now.</summary>
internal sealed record SessionView(
    DateTimeOffset? ConsentedAt, DateTimeOffset? WarmAt, int PracticeFailures, DateTimeOffset? FinishedAt, string? Code,
    bool TakenOut, CampaignState Campaign, int Answered, int Begun)
{
    /// <summary>Practice may be repeated once.</summary>
    public const int PracticeTries = 2;

    public static readonly string Query =
        $"""
        select s.consented_at, s.warm_at, s.practice_failures, s.finished_at, s.completion_code,
            p.state = 1 or {LiveMarks.Exist("p.id", "s.campaign_id", LiveMarks.Stopped)}, c.state,
            (select count(*) from vote v where v.session_id = s.id and v.status <> 2),
            (select count(*) from hit_session o where o.campaign_id = s.campaign_id and o.participant_id = s.participant_id)
        from hit_session s join participant p on p.id = s.participant_id join campaign c on c.id = s.campaign_id
        where s.id = $1
        """;

    public bool Excluded => TakenOut || PracticeFailures >= PracticeTries;
    public bool CampaignOver => Campaign is CampaignState.Finished or CampaignState.Archived;

    /// <summary>"new" | "consented" | "warm" | "working" | "finished" | "excluded" | "closed".</summary>
    public string State(RunningCampaign campaign) => this switch
    {
        { FinishedAt: not null } => "finished",
        { Excluded: true } => "excluded",
        { CampaignOver: true } => "closed",
        { ConsentedAt: null } => "new",
        { Answered: > 0 } => "working",
        { WarmAt: null } when campaign.Spec.Quality.Practice > 0 => "consented",
        _ => "warm",
    };

    /// <summary>Whether the participant may take another HIT of the campaign once this one is finished.</summary>
    public bool Next(RunningCampaign campaign) => !Excluded && Campaign is CampaignState.Running && Begun < campaign.Spec.Hit.HitsPerParticipant;

    public static async Task<SessionView> Read(NpgsqlConnection connection, Guid session, CancellationToken cancel)
    {
        await using var statement = connection.Statement(Query, Value(session));
        await using var row = await statement.ExecuteReaderAsync(cancel);
        return await row.ReadAsync(cancel) ? Of(row) : throw new InvalidOperationException($"Session {session} is not in the database.");
    }

    /// <summary>The current row of <see cref="Query"/>.</summary>
    public static SessionView Of(NpgsqlDataReader row) => new(
        row.Maybe<DateTimeOffset?>(0), row.Maybe<DateTimeOffset?>(1), row.GetInt32(2), row.Maybe<DateTimeOffset?>(3), row.Maybe<string>(4),
        row.GetBoolean(5), (CampaignState)row.GetInt16(6), (int)row.GetInt64(7), (int)row.GetInt64(8));
}
