using Microsoft.EntityFrameworkCore;
using Nights.Campaigns.Planning;
using Nights.Database;
using Nights.Database.Campaigns;
using Nights.Database.Crowd.Marks;
using Nights.Domain.Budgets;
using Nights.Domain.Campaigns;
using Nights.Domain.Triplets;
using Npgsql;

namespace Nights.Campaigns.Progress;

/// <summary>
/// Counts where a campaign stands, from the rows themselves: one batch of aggregates in one snapshot of the database, so that the numbers
/// agree with each other.
/// </summary>
internal sealed class CampaignProgress(IDbContextFactory<NightsDb> databases, NpgsqlDataSource source)
{
    private static readonly string Aggregates =
        $$"""
        select state, count(*)::int, sum(cost_minor)::bigint, sum(reserved_minor)::bigint from painting where campaign_id = $1 group by state;
        select state, round, count(*)::int from triplet where campaign_id = $1 group by state, round;
        select status, count(*), count(*) filter (where "right"), coalesce(sum(pay_minor), 0)::bigint from vote where campaign_id = $1 group by status;
        select count(distinct session.participant_id)::int,
               count(distinct session.participant_id) filter (where {{LiveMarks.Exist("session.participant_id", "$1", LiveMarks.Quarantined)}})::int,
               count(distinct session.participant_id) filter (where session.finished_at is not null)::int
          from hit_session session where session.campaign_id = $1;
        select generator, count(*)::int, coalesce(avg(seconds), 0) / 3 from painting
          where campaign_id = $1 and state = 2 and generator is not null group by generator order by generator;
        select reason, sum(times::bigint)::bigint from painting, jsonb_each_text(screened) as counted (reason, times)
          where campaign_id = $1 and screened <> '{}' group by reason order by reason;
        select committed_minor, overspent_minor, planned_paintings, (select count(*)::int from awaited_score where campaign_id = $1),
               (select count(*)::int from painting where campaign_id = $1 and unscored is not null),
               (select unscored from painting where campaign_id = $1 and unscored is not null order by painted_at desc limit 1)
          from campaign where id = $1;
        """;

    /// <exception cref="InvalidOperationException">There is no such campaign.</exception>
    public async Task<CampaignView> Of(Guid id, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await Of(await db.Campaigns.AsNoTracking().SingleAsync(campaign => campaign.Id == id, cancel), cancel);
    }

    /// <summary>All campaigns, the newest first.</summary>
    public async Task<IReadOnlyList<CampaignView>> All(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var campaigns = await db.Campaigns.AsNoTracking().OrderByDescending(campaign => campaign.CreatedAt).ToListAsync(cancel);
        var views = new List<CampaignView>();
        foreach (var campaign in campaigns) views.Add(await Of(campaign, cancel));
        return views;
    }

    private async Task<CampaignView> Of(Campaign campaign, CancellationToken cancel)
    {
        var spec = campaign.ReadSpec();
        await using var connection = await source.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancel);
        await using var batch = new NpgsqlBatch(connection, transaction);
        foreach (var statement in Aggregates.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            batch.BatchCommands.Add(new NpgsqlBatchCommand(statement) { Parameters = { new() { Value = campaign.Id } } });

        await using var rows = await batch.ExecuteReaderAsync(cancel);
        var paintings = await Read(rows, row => (State: (PaintingState)row.GetInt16(0), Count: row.GetInt32(1), Cost: row.GetInt64(2), Reserved: row.GetInt64(3)), cancel);
        var triplets = await Read(rows, row => (State: (TripletState)row.GetInt16(0), Round: row.GetInt32(1), Count: row.GetInt32(2)), cancel);
        var votes = await Read(rows, row => (Status: row.GetInt16(0), Count: row.GetInt64(1), Right: row.GetInt64(2), Pay: row.GetInt64(3)), cancel);
        var people = await Read(rows, row => new ParticipantCounts(row.GetInt32(0), row.GetInt32(1), row.GetInt32(2)), cancel);
        var generators = await Read(rows, row => new GeneratorPace(row.GetString(0), row.GetInt32(1), row.GetDouble(2)), cancel);
        var screened = await Read(rows, row => (Reason: row.GetString(0), Count: row.GetInt64(1)), cancel);
        var (committed, overspent, planned, awaited, unscored, why) = (await Read(
            rows, row => (row.GetInt64(0), row.GetInt64(1), row.GetInt32(2), row.GetInt32(3), row.GetInt32(4), row.IsDBNull(5) ? null : row.GetString(5)), cancel))[0];

        int Paintings(PaintingState state) => paintings.Where(row => row.State == state).Sum(row => row.Count);
        int Triplets(TripletState state) => triplets.Where(row => row.State == state).Sum(row => row.Count);
        long Votes(Domain.Voting.VoteStatus status) => votes.Where(row => row.Status == (int)status).Sum(row => row.Count);

        var unordered = campaign.State switch
        {
            CampaignState.Running => Paintings(PaintingState.Planned) + spec.Painting.Count - planned,
            CampaignState.Draining => Paintings(PaintingState.Planned),
            CampaignState.Draft or CampaignState.Paused or CampaignState.Finished or CampaignState.Archived => 0,
            _ => throw new ArgumentOutOfRangeException(nameof(campaign), campaign.State, "Not a known state."),
        };
        return new CampaignView
        {
            Id = campaign.Id,
            Name = campaign.Name,
            Version = campaign.Version,
            State = campaign.State,
            Spec = spec,
            CreatedAt = campaign.CreatedAt,
            StartedAt = campaign.StartedAt,
            FinishedAt = campaign.FinishedAt,
            Painting = new(
                planned, spec.Painting.Count,
                Paintings(PaintingState.Planned), Paintings(PaintingState.Ordered), Paintings(PaintingState.Painted), Paintings(PaintingState.Failed)),
            Triplets = new(
                spec.SourceOfTriplets() is null ? spec.Painting.Count * spec.Painting.Roles.PerPainting() : triplets.Sum(row => row.Count),
                Triplets(TripletState.Planned), Triplets(TripletState.Queued), Triplets(TripletState.Accepted), Triplets(TripletState.Dropped), Triplets(TripletState.Void)),
            Rounds = [.. Enumerable.Range(1, spec.Task is CampaignTask.Jnd ? 1 : spec.Votes.Schedule.Count).Select(round => Round(round, triplets))],
            Votes = new(
                Votes(Domain.Voting.VoteStatus.Counted),
                Votes(Domain.Voting.VoteStatus.Gold),
                votes.Where(row => row.Status == (int)Domain.Voting.VoteStatus.Gold).Sum(row => row.Right),
                Votes(Domain.Voting.VoteStatus.Practice),
                Votes(Domain.Voting.VoteStatus.Late),
                Votes(Domain.Voting.VoteStatus.Quarantined),
                Votes(Domain.Voting.VoteStatus.Reported)),
            Participants = people[0],
            Spend = new(
                committed, votes.Sum(row => row.Pay), paintings.Sum(row => row.Cost), paintings.Sum(row => row.Reserved), overspent, campaign.CapMinor, spec.Budget.Currency),
            Generators = generators,
            Screened = screened.ToDictionary(row => row.Reason, row => row.Count),
            AwaitScore = awaited,
            Unscored = unscored,
            UnscoredReason = why,
            OrderingStopped = ImageCost.WhyNothingIsOrdered(spec, committed, overspent, unordered),
        };
    }

    private static RoundCounts Round(int round, IReadOnlyList<(TripletState State, int Round, int Count)> triplets)
    {
        int Count(Func<TripletState, int, bool> which) => triplets.Where(row => which(row.State, row.Round)).Sum(row => row.Count);
        var dropped = Count((state, at) => state is TripletState.Dropped && at == round);
        var waiting = Count((state, at) => state is TripletState.Queued && at == round);
        var kept = Count((state, at) => state is TripletState.Accepted && at == round
            || state is TripletState.Queued or TripletState.Accepted or TripletState.Dropped && at > round);
        return new RoundCounts(round, kept + dropped + waiting, kept, dropped, waiting);
    }

    private static async Task<List<T>> Read<T>(NpgsqlDataReader rows, Func<NpgsqlDataReader, T> row, CancellationToken cancel)
    {
        var read = new List<T>();
        while (await rows.ReadAsync(cancel)) read.Add(row(rows));
        await rows.NextResultAsync(cancel);
        return read;
    }
}
