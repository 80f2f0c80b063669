using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Nights.Crowd.Campaigns;
using Nights.Crowd.Database;
using Nights.Domain.Randomness;
using Nights.Domain.Storage;
using Nights.Hosting.Objects;
using Nights.Imaging;
using Npgsql;
using static Nights.Crowd.Database.Statements;

namespace Nights.Crowd.Gold;

/// <summary>
/// Makes a campaign's trials with known answers out of its own painted pictures: a reference, the same picture unseeably changed as the
/// right candidate, and a picture of another category (of another painting at least) as the wrong one. All three are changed and encoded anew,
/// so that none of them has the bytes of a picture in a real trial. Made once: whoever comes second finds it done.
/// </summary>
internal sealed partial class MakeGold(NpgsqlDataSource database, IObjects objects, TimeProvider clock, IOptions<CrowdOptions> options, ILogger<MakeGold> log)
{
    /// <summary>Paintings whose pictures are used.</summary>
    public const int Paintings = 8;

    /// <summary>Practice trials made for each that a participant gets: a second try shows others.</summary>
    private const int PracticeSets = 2;

    private sealed record Source(Guid Painting, string Category, string Sha256);

    /// <returns>Trials made; 0 when somebody else has made them.</returns>
    public async Task<int> Run(RunningCampaign campaign, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        var sources = await Sources(connection, campaign.Id, cancel);
        var practice = campaign.Spec.Quality.Practice * PracticeSets;
        var draw = SplitMix64.Stream(campaign.Spec.Seed, stream: sources.Length);
        var pictures = new Dictionary<string, PixelImage>(StringComparer.Ordinal);
        var made = new List<(bool Practice, string[] Displays, short Answer)>();
        for (var i = 0; i < practice + options.Value.GoldTrials; i++)
            made.Add((i < practice, await Make(sources, i, draw, pictures, cancel), (short)draw.Next(2)));
        var stored = await Store(connection, campaign.Id, made.ConvertAll(one => (one.Practice, Placed(one.Displays, one.Answer), one.Answer)), cancel);
        if (stored > 0) LogMade(stored, campaign.Id, sources.Length);
        return stored;
    }

    /// <summary>Reference, A, B from reference, right, wrong.</summary>
    private static string[] Placed(string[] displays, short answer) => answer is 0 ? displays : [displays[0], displays[2], displays[1]];

    /// <returns>Hashes of reference, right and wrong candidate.</returns>
    private async Task<string[]> Make(Source[] sources, int number, SplitMix64 draw, Dictionary<string, PixelImage> pictures, CancellationToken cancel)
    {
        var reference = sources[number % sources.Length];
        var others = Array.FindAll(sources, source => source.Category != reference.Category);
        if (others.Length is 0) others = Array.FindAll(sources, source => source.Painting != reference.Painting);
        if (others.Length is 0) others = Array.FindAll(sources, source => source.Sha256 != reference.Sha256);
        var wrong = others[draw.Next(others.Length)];
        return
        [
            await Put(await Load(reference), 0, draw, cancel),
            await Put(await Load(reference), 1, draw, cancel),
            await Put(await Load(wrong), draw.Next(2), draw, cancel),
        ];

        async Task<PixelImage> Load(Source source) =>
            pictures.TryGetValue(source.Sha256, out var known) ? known
                : pictures[source.Sha256] = PixelImage.Decode(await objects.Get(ObjectKeys.Picture(source.Sha256), cancel));
    }

    private async Task<string> Put(PixelImage picture, int shift, SplitMix64 draw, CancellationToken cancel)
    {
        var bytes = UnseenChange.Of(picture, shift, unchecked((long)draw.Next())).EncodePng();
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes));
        await objects.Put(ObjectKeys.Picture(sha256), bytes, "image/png", cancel);
        return sha256;
    }

    private static async Task<Source[]> Sources(NpgsqlConnection connection, Guid campaign, CancellationToken cancel)
    {
        await using var statement = connection.Statement(
            "select id, category, displays from painting where campaign_id = $1 and state = 2 order by number limit $2", Value(campaign), Value(Paintings));
        await using var rows = await statement.ExecuteReaderAsync(cancel);
        var sources = new List<Source>();
        while (await rows.ReadAsync(cancel))
            sources.AddRange(rows.GetFieldValue<string[]>(2).Select(sha256 => new Source(rows.GetGuid(0), rows.GetString(1), sha256)));
        return [.. sources];
    }

    private async Task<int> Store(NpgsqlConnection connection, Guid campaign, List<(bool Practice, string[] Displays, short Answer)> made, CancellationToken cancel)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await using (var alone = connection.Statement("select pg_advisory_xact_lock(hashtextextended($1, 0))", Value($"gold/{campaign}")))
            await alone.ExecuteNonQueryAsync(cancel);
        await using (var before = connection.Statement("select exists (select 1 from gold where campaign_id = $1)", Value(campaign)))
            if ((bool)(await before.ExecuteScalarAsync(cancel))!) return 0;

        await using var batch = connection.CreateBatch();
        foreach (var (practice, displays, answer) in made)
        {
            batch.Add("insert into gold (id, campaign_id, practice, displays, answer, created_at) values ($1, $2, $3, $4, $5, $6)",
                Value(Guid.CreateVersion7()), Value(campaign), Value(practice), Value(displays), Value(answer), Value(clock.GetUtcNow()));
        }

        await batch.ExecuteNonQueryAsync(cancel);
        await transaction.CommitAsync(cancel);
        return made.Count;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Made {Count} gold and practice trials for campaign {CampaignId} from {Pictures} pictures.")]
    private partial void LogMade(int count, Guid campaignId, int pictures);
}
