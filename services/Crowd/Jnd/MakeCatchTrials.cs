using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Nights.Crowd.Campaigns;
using Nights.Crowd.Database;
using Nights.Crowd.Gold;
using Nights.Domain.Randomness;
using Nights.Domain.Storage;
using Nights.Hosting.Objects;
using Nights.Imaging;
using Npgsql;
using static Nights.Crowd.Database.Statements;

namespace Nights.Crowd.Jnd;

/// <summary>
/// Makes a campaign's catch trials out of the pictures that it judges: a reference, the same picture again as one candidate, and a picture of another category
/// (of another painting at least) as the other. All three are encoded anew with a few values changed by one level, so that no two files are alike and none is
/// that of a real trial; unlike gold of 2AFC nothing is shifted, because a flashed pair that jumps by a pixel is not the same. Made once.
/// </summary>
internal sealed partial class MakeCatchTrials(NpgsqlDataSource database, IObjects objects, TimeProvider clock, IOptions<CrowdOptions> options, ILogger<MakeCatchTrials> log)
{
    /// <summary>Triplets whose pictures are used; so many, or all that a campaign has, must be there.</summary>
    private const int Sources = 8;

    /// <summary>Practice trials made for each that a participant gets: a second try shows others.</summary>
    private const int PracticeSets = 2;

    private sealed record Picture(Guid Painting, string Category, string Sha256);

    /// <returns>Trials made; 0 when they are there, or it is too early.</returns>
    public async Task<int> Run(RunningCampaign campaign, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        if (await Pictures(connection, campaign, cancel) is not { Length: > 0 } pictures) return 0;
        var practice = campaign.Spec.Quality.Practice * PracticeSets;
        var draw = SplitMix64.Stream(campaign.Spec.Seed, stream: pictures.Length);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await using (var alone = connection.Statement("select pg_advisory_xact_lock(hashtextextended($1, 0))", Value($"gold/{campaign.Id}")))
            await alone.ExecuteNonQueryAsync(cancel);
        await using (var before = connection.Statement("select exists (select 1 from gold where campaign_id = $1)", Value(campaign.Id)))
            if ((bool)(await before.ExecuteScalarAsync(cancel))!) return 0;

        await using var batch = connection.CreateBatch();
        var made = practice + options.Value.GoldTrials;
        for (var i = 0; i < made; i++)
        {
            // Half and half by turns, so that a small set of trials is balanced, too.
            var identical = (short)(i % 2);
            batch.Add("insert into gold (id, campaign_id, practice, displays, answer, created_at) values ($1, $2, $3, $4, $5, $6)",
                Value(Guid.CreateVersion7()), Value(campaign.Id), Value(i < practice), Value(await Make(pictures, i / 2, identical, draw, cancel)), Value(identical), Value(clock.GetUtcNow()));
        }

        await batch.ExecuteNonQueryAsync(cancel);
        await transaction.CommitAsync(cancel);
        LogMade(made, campaign.Id, pictures.Length);
        return made;
    }

    /// <returns>Hashes of reference, A and B.</returns>
    private async Task<string[]> Make(Picture[] pictures, int number, short identical, SplitMix64 draw, CancellationToken cancel)
    {
        var reference = pictures[number % pictures.Length];
        var others = Array.FindAll(pictures, picture => picture.Category != reference.Category);
        if (others.Length is 0) others = Array.FindAll(pictures, picture => picture.Painting != reference.Painting);
        if (others.Length is 0) others = Array.FindAll(pictures, picture => picture.Sha256 != reference.Sha256);
        var other = others[draw.Next(others.Length)];
        string[] displays = [await Put(reference, draw, cancel), await Put(reference, draw, cancel), await Put(other, draw, cancel)];
        return identical is 0 ? displays : [displays[0], displays[2], displays[1]];
    }

    private async Task<string> Put(Picture picture, SplitMix64 draw, CancellationToken cancel)
    {
        var pixels = PixelImage.Decode(await objects.Get(ObjectKeys.Picture(picture.Sha256), cancel));
        var bytes = UnseenChange.Of(pixels, shift: 0, unchecked((long)draw.Next())).EncodePng();
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes));
        await objects.Put(ObjectKeys.Picture(sha256), bytes, "image/png", cancel);
        return sha256;
    }

    /// <summary>Nothing while there is gold already, or while fewer than wanted are there and more may come.</summary>
    private static async Task<Picture[]> Pictures(NpgsqlConnection connection, RunningCampaign campaign, CancellationToken cancel)
    {
        await using var statement = connection.Statement(
            """
            select p.id, p.category, p.displays from (select distinct t.painting_id from triplet t where t.campaign_id = $1 and t.state in (1, 2)) own
            join painting p on p.id = own.painting_id
            where p.state = 2 and not exists (select 1 from gold g where g.campaign_id = $1)
            order by p.number limit $2
            """, Value(campaign.Id), Value(Sources));
        await using var rows = await statement.ExecuteReaderAsync(cancel);
        var (paintings, pictures) = (0, new List<Picture>());
        while (await rows.ReadAsync(cancel))
        {
            paintings++;
            pictures.AddRange(rows.GetFieldValue<string[]>(2).Select(sha256 => new Picture(rows.GetGuid(0), rows.GetString(1), sha256)));
        }

        // The pictures of a source are there; of paintings of its own a campaign waits for as many as there will be.
        var enough = campaign.Spec.SourceOfTriplets() is not null ? 1 : Math.Min(Sources, campaign.Spec.Painting.Count);
        return paintings >= enough ? [.. pictures] : [];
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Made {Count} catch and practice trials for campaign {CampaignId} from {Pictures} pictures.")]
    private partial void LogMade(int count, Guid campaignId, int pictures);
}
