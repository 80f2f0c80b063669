using Nights.Contracts;
using Nights.Crowd.Campaigns;
using Nights.Crowd.Database;
using Nights.Hosting.Bus;
using Npgsql;
using static Nights.Crowd.Database.Statements;

namespace Nights.Crowd.Guidance;

/// <summary>
/// Asks trainers to score the paintings that wait: each when it is first seen, and again when no answer has come for a while, as messages may be lost with the
/// in-memory bus or a broker. What was asked is noted before it is published: of two processes one asks.
/// </summary>
internal sealed class AskForScores(NpgsqlDataSource database, RunningCampaigns campaigns, IMessages messages)
{
    private const int AtOnce = 200;

    /// <summary>Where no trainer has ever been, a broker has no queue for the question; it is given up soon, and asked again later.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private sealed record Waiting(Guid Painting, Guid Campaign, string[] Pictures);

    /// <param name="now">By the clock that notes.</param>
    /// <param name="again">Those asked before this are asked again.</param>
    /// <param name="cancel">Stops between two messages.</param>
    /// <returns>Paintings asked for.</returns>
    public async Task<int> Run(DateTimeOffset now, DateTimeOffset again, CancellationToken cancel)
    {
        var waiting = await Note(now, again, cancel);
        using var limit = new CancellationTokenSource(Patience, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, limit.Token);
        foreach (var one in waiting)
        {
            var campaign = await campaigns.Get(one.Campaign, cancel);
            await messages.Publish(
                new ScorePainting { PaintingId = one.Painting, CampaignId = one.Campaign, Model = campaign.Spec.Guide!.Model, Pictures = one.Pictures }, either.Token);
        }

        return waiting.Count;
    }

    private async Task<List<Waiting>> Note(DateTimeOffset now, DateTimeOffset again, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var statement = connection.Statement(
            """
            with due as (select painting_id from awaited_score where asked_at is null or asked_at < $2 order by since, painting_id limit $3 for update skip locked)
            update awaited_score a set asked_at = $1 from due join painting p on p.id = due.painting_id
            where a.painting_id = due.painting_id returning a.painting_id, a.campaign_id, p.pictures
            """, Value(now), Value(again), Value(AtOnce));
        await using var rows = await statement.ExecuteReaderAsync(cancel);
        var waiting = new List<Waiting>();
        while (await rows.ReadAsync(cancel)) waiting.Add(new Waiting(rows.GetGuid(0), rows.GetGuid(1), rows.GetFieldValue<string[]>(2)));
        return waiting;
    }
}
