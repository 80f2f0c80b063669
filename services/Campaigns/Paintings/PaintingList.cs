using Microsoft.EntityFrameworkCore;
using Nights.Campaigns.Api;
using Nights.Database;
using Nights.Database.Triplets;
using Nights.Domain.Triplets;

namespace Nights.Campaigns.Paintings;

/// <summary>Lists paintings page by page, by number.</summary>
internal sealed class PaintingList(IDbContextFactory<NightsDb> databases)
{
    /// <param name="state">Null for all.</param>
    /// <param name="page">From 1.</param>
    /// <param name="size">1 to <see cref="Paged{T}.LargestSize"/>.</param>
    public async Task<Paged<PaintingRow>> Page(Guid campaignId, PaintingState? state, int page, int size, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var wanted = db.Paintings.AsNoTracking().Where(painting => painting.CampaignId == campaignId && (state == null || painting.State == state));
        var total = await wanted.CountAsync(cancel);
        var rows = await wanted.OrderBy(painting => painting.Number).Skip((page - 1) * size).Take(size).ToListAsync(cancel);
        return new Paged<PaintingRow>([.. rows.Select(Row)], total);
    }

    private static PaintingRow Row(Painting painting) => new()
    {
        Id = painting.Id,
        Number = painting.Number,
        State = painting.State,
        Attempt = painting.Attempt,
        Category = painting.Category,
        Prompt = painting.Prompt,
        Variations = PaintingVariations.Read(painting.Variations),
        Failure = painting.Failure,
        Generator = painting.Generator,
        OrderedAt = painting.OrderedAt,
        PaintedAt = painting.PaintedAt,
        Screened = ScreenedCounts.Read(painting.Screened),
        CostMinor = painting.CostMinor,
    };
}
