using Nights.Crowd.Campaigns;
using Nights.Crowd.Database;
using Nights.Domain.Campaigns;
using Nights.Domain.Quality;
using Nights.Domain.Randomness;
using Nights.Domain.Storage;
using Nights.Domain.Triplets;
using Nights.Hosting.Objects;
using Nights.Imaging;
using Npgsql;
using static Nights.Crowd.Database.Statements;

namespace Nights.Crowd.Gold;

/// <summary>
/// Makes gold of triplets on which enough trusted participants agreed without dissent: gold as hard as the real thing, and more of it while the campaign goes
/// on. A participant is trusted who is not excluded and passes the gold they have seen. Promoted gold whose triplet is accepted no more is retired.
/// </summary>
internal sealed partial class PromoteGold(
    NpgsqlDataSource database, RunningCampaigns campaigns, IObjects objects, UnseenCopies copies, TimeProvider clock, ILogger<PromoteGold> log)
{
    /// <summary>Promoted trials in use in one campaign.</summary>
    public const int Most = 200;

    private const int AtOnce = 10;

    private const string Worthy =
        """
        select t.id, t.role, p.displays, t.votes_a > 0 from triplet t join painting p on p.id = t.painting_id
        where t.campaign_id = $1 and t.state = 2 and least(t.votes_a, t.votes_b) = 0 and t.votes_a + t.votes_b >= $2
          and not exists (select 1 from gold g where g.triplet_id = t.id)
          and (select count(*) from vote v join participant w on w.id = v.participant_id and w.state = 0
               where v.triplet_id = t.id and v.status = 0
                 and (select count(*) >= $3 and count(*) filter (where o."right") >= $4 * count(*) from vote o
                      where o.participant_id = v.participant_id and o.campaign_id = $1 and o.status = 1)) >= $2
        order by t.decided_at limit $5
        """;

    /// <returns>Trials made.</returns>
    public async Task<int> Run(CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using (var retire = connection.Statement(
            "update gold g set retired_at = $1 from triplet t where t.id = g.triplet_id and g.retired_at is null and t.state <> 2", Value(clock.GetUtcNow())))
            await retire.ExecuteNonQueryAsync(cancel);

        var made = 0;
        foreach (var (id, room) in await Waiting(connection, cancel))
        {
            var campaign = await campaigns.Get(id, cancel);
            if (campaign.Spec.Task is CampaignTask.TwoAfc && campaign.Spec.Quality.GoldShare > 0 && campaign.Spec.Quality.GoldPromotionVotes <= campaign.Policy.MaxVotes)
                made += await Promote(connection, campaign, Math.Min(room, AtOnce), cancel);
        }

        return made;
    }

    private static async Task<List<(Guid Id, int Room)>> Waiting(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var statement = connection.Statement(
            """
            select c.id, $1 - (select count(*)::int from gold g where g.campaign_id = c.id and g.kind = 2 and g.retired_at is null) from campaign c
            where c.state in (1, 3) and exists (select 1 from gold g where g.campaign_id = c.id)
            """, Value(Most));
        await using var rows = await statement.ExecuteReaderAsync(cancel);
        var waiting = new List<(Guid, int)>();
        while (await rows.ReadAsync(cancel)) if (rows.GetInt32(1) > 0) waiting.Add((rows.GetGuid(0), rows.GetInt32(1)));
        return waiting;
    }

    private async Task<int> Promote(NpgsqlConnection connection, RunningCampaign campaign, int most, CancellationToken cancel)
    {
        var quality = campaign.Spec.Quality;
        var worthy = new List<(Guid Triplet, string[] Displays, bool A)>();
        await using (var statement = connection.Statement(
            Worthy, Value(campaign.Id), Value(quality.GoldPromotionVotes), Value(quality.GoldBeforeJudging), Value(quality.GoldRightShare), Value(most)))
        await using (var rows = await statement.ExecuteReaderAsync(cancel))
        {
            while (await rows.ReadAsync(cancel))
            {
                var (displays, pictures) = (rows.GetFieldValue<string[]>(2), TripletPictures.Of(rows.GetInt32(1)));
                worthy.Add((rows.GetGuid(0), [displays[pictures.Reference], displays[pictures.A], displays[pictures.B]], rows.GetBoolean(3)));
            }
        }

        var made = 0;
        foreach (var (triplet, displays, a) in worthy)
        {
            var draw = SplitMix64.Stream(campaign.Spec.Seed, BitConverter.ToInt64(triplet.ToByteArray(), 8));
            var copied = new string[displays.Length];
            for (var i = 0; i < displays.Length; i++)
                copied[i] = await copies.Put(PixelImage.Decode(await objects.Get(ObjectKeys.Picture(displays[i]), cancel)), draw.Next(2), draw, cancel);
            await using var store = connection.Statement(
                """
                insert into gold (id, campaign_id, practice, displays, answer, created_at, kind, triplet_id) values ($1, $2, false, $3, $4, $5, $6, $7)
                on conflict do nothing
                """,
                Value(Guid.CreateVersion7()), Value(campaign.Id), Value(copied), Value((short)(a ? 0 : 1)), Value(clock.GetUtcNow()), Value((short)GoldKind.Promoted), Value(triplet));
            made += await store.ExecuteNonQueryAsync(cancel);
        }

        if (made > 0) LogPromoted(made, campaign.Id);
        return made;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} triplets of campaign {CampaignId} have become gold.")]
    private partial void LogPromoted(int count, Guid campaignId);
}
