using Microsoft.Extensions.Options;
using Nights.Crowd.Campaigns;
using Nights.Crowd.Database;
using Nights.Domain.Quality;
using Nights.Domain.Randomness;
using Nights.Domain.Storage;
using Nights.Hosting.Objects;
using Nights.Imaging;
using Nights.Imaging.Measures;
using Npgsql;
using static Nights.Crowd.Database.Statements;

namespace Nights.Crowd.Gold;

/// <summary>
/// Makes a campaign's trials with known answers out of its own painted pictures: a reference, the same picture unseeably changed as the
/// right candidate. The wrong one is a picture of another category (of another painting at least) or, in every other hidden trial, a sibling of the
/// reference that is clearly another picture. All three are changed and encoded anew,
/// so that none of them has the bytes of a picture in a real trial. Made once: whoever comes second finds it done.
/// </summary>
internal sealed partial class MakeGold(NpgsqlDataSource database, IObjects objects, UnseenCopies copies, TimeProvider clock, IOptions<CrowdOptions> options, ILogger<MakeGold> log)
{
    /// <summary>Paintings whose pictures are used.</summary>
    public const int Paintings = 8;

    /// <summary>Practice trials made for each that a participant gets: a second try shows others.</summary>
    private const int PracticeSets = 2;

    /// <summary>A sibling below this many decibels is clearly another picture, however little the campaign varies.</summary>
    private const double ClearlyOther = 20;

    private sealed record Made(bool Practice, GoldKind Kind, string[] Displays, short Answer);

    private sealed record Source(Guid Painting, string Category, string Sha256);

    /// <returns>Trials made; 0 when somebody else has made them.</returns>
    public async Task<int> Run(RunningCampaign campaign, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        var sources = await Sources(connection, campaign.Id, cancel);
        var practice = campaign.Spec.Quality.Practice * PracticeSets;
        var draw = SplitMix64.Stream(campaign.Spec.Seed, stream: sources.Length);
        var pictures = new Dictionary<string, PixelImage>(StringComparer.Ordinal);
        var made = new List<Made>();
        for (var i = 0; i < practice + options.Value.GoldTrials; i++)
        {
            var (kind, displays) = await Make(sources, i, i >= practice && i % 2 is 1, draw, pictures, cancel);
            var answer = (short)draw.Next(2);
            made.Add(new Made(i < practice, kind, Placed(displays, answer), answer));
        }

        var stored = await Store(connection, campaign.Id, made, cancel);
        if (stored > 0) LogMade(stored, campaign.Id, sources.Length);
        return stored;
    }

    /// <summary>Reference, A, B from reference, right, wrong.</summary>
    private static string[] Placed(string[] displays, short answer) => answer is 0 ? displays : [displays[0], displays[2], displays[1]];

    /// <returns>Hashes of reference, right and wrong candidate.</returns>
    private async Task<(GoldKind Kind, string[] Displays)> Make(Source[] sources, int number, bool bySibling, SplitMix64 draw, Dictionary<string, PixelImage> pictures, CancellationToken cancel)
    {
        var reference = sources[number % sources.Length];
        var others = Array.FindAll(sources, source => source.Category != reference.Category);
        if (others.Length is 0) others = Array.FindAll(sources, source => source.Painting != reference.Painting);
        if (others.Length is 0) others = Array.FindAll(sources, source => source.Sha256 != reference.Sha256);
        var (kind, wrong) = (GoldKind.Blatant, others[draw.Next(others.Length)]);
        if (bySibling && await Sibling() is { } sibling) (kind, wrong) = (GoldKind.Identical, sibling);
        return (kind,
        [
            await copies.Put(await Load(reference), 0, draw, cancel),
            await copies.Put(await Load(reference), 1, draw, cancel),
            await copies.Put(await Load(wrong), draw.Next(2), draw, cancel),
        ]);

        async Task<Source?> Sibling()
        {
            var siblings = Array.FindAll(sources, source => source.Painting == reference.Painting && source.Sha256 != reference.Sha256);
            if (siblings.Length is 0) return null;
            var one = siblings[draw.Next(siblings.Length)];
            return PeakSignalToNoise.Of(await Load(reference), await Load(one)) < ClearlyOther ? one : null;
        }

        async Task<PixelImage> Load(Source source) =>
            pictures.TryGetValue(source.Sha256, out var known) ? known
                : pictures[source.Sha256] = PixelImage.Decode(await objects.Get(ObjectKeys.Picture(source.Sha256), cancel));
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

    private async Task<int> Store(NpgsqlConnection connection, Guid campaign, List<Made> made, CancellationToken cancel)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await using (var alone = connection.Statement("select pg_advisory_xact_lock(hashtextextended($1, 0))", Value($"gold/{campaign}")))
            await alone.ExecuteNonQueryAsync(cancel);
        await using (var before = connection.Statement("select exists (select 1 from gold where campaign_id = $1)", Value(campaign)))
            if ((bool)(await before.ExecuteScalarAsync(cancel))!) return 0;

        await using var batch = connection.CreateBatch();
        foreach (var (practice, kind, displays, answer) in made)
        {
            batch.Add("insert into gold (id, campaign_id, practice, displays, answer, created_at, kind) values ($1, $2, $3, $4, $5, $6, $7)",
                Value(Guid.CreateVersion7()), Value(campaign), Value(practice), Value(displays), Value(answer), Value(clock.GetUtcNow()), Value((short)kind));
        }

        await batch.ExecuteNonQueryAsync(cancel);
        await transaction.CommitAsync(cancel);
        return made.Count;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Made {Count} gold and practice trials for campaign {CampaignId} from {Pictures} pictures.")]
    private partial void LogMade(int count, Guid campaignId, int pictures);
}
