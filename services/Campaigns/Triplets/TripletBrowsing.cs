using Microsoft.EntityFrameworkCore;
using Nights.Campaigns.Api;
using Nights.Database;
using Nights.Database.Triplets;
using Nights.Domain.Triplets;

namespace Nights.Campaigns.Triplets;

/// <summary>Lists triplets page by page, the newest decision first, then by number.</summary>
internal sealed class TripletBrowsing(IDbContextFactory<NightsDb> databases)
{
    /// <param name="page">From 1.</param>
    /// <param name="size">1 to <see cref="Paged{T}.LargestSize"/>.</param>
    public async Task<Paged<TripletCard>> Page(Guid campaignId, TripletFilter filter, int page, int size, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var wanted = Filtered(db, campaignId, filter);
        var total = await wanted.CountAsync(cancel);
        var rows = await wanted
            .OrderByDescending(row => row.Triplet.DecidedAt.HasValue)
            .ThenByDescending(row => row.Triplet.DecidedAt)
            .ThenBy(row => row.Triplet.Number)
            .Skip((page - 1) * size)
            .Take(size)
            .ToListAsync(cancel);
        return new Paged<TripletCard>([.. rows.Select(row => Card(row.Triplet, row.Painting))], total);
    }

    /// <summary>The newest decisions of one kind.</summary>
    public async Task<IReadOnlyList<TripletCard>> Newest(Guid campaignId, TripletState state, int count, CancellationToken cancel) =>
        (await Page(campaignId, new TripletFilter { States = [state] }, 1, count, cancel)).Items;

    /// <summary>Categories of a campaign with the number of their triplets.</summary>
    public async Task<IReadOnlyList<(string Category, int Count)>> Categories(Guid campaignId, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var rows = await db.Paintings
            .Where(painting => painting.CampaignId == campaignId)
            .GroupBy(painting => painting.Category)
            .Select(group => new { group.Key, Count = group.Count() })
            .OrderBy(row => row.Key)
            .ToListAsync(cancel);
        return [.. rows.Select(row => (row.Key, row.Count))];
    }

    internal static TripletCard Card(Triplet triplet, Painting painting)
    {
        var places = TripletPictures.Of(triplet.Role);
        return new TripletCard
        {
            Id = triplet.Id,
            Number = triplet.Number,
            State = triplet.State,
            Round = triplet.Round,
            VotesA = triplet.VotesA,
            VotesB = triplet.VotesB,
            DecidedAt = triplet.DecidedAt,
            VoidReason = triplet.VoidReason,
            Category = painting.Category,
            Prompt = painting.Prompt,
            Reference = painting.Displays?[places.Reference],
            A = painting.Displays?[places.A],
            B = painting.Displays?[places.B],
        };
    }

    private static IQueryable<Row> Filtered(NightsDb db, Guid campaignId, TripletFilter filter)
    {
        var triplets = db.Triplets.AsNoTracking().Where(triplet => triplet.CampaignId == campaignId);
        if (filter.States.Count > 0) triplets = triplets.Where(triplet => filter.States.Contains(triplet.State));
        if (filter.Rounds.Count > 0) triplets = triplets.Where(triplet => filter.Rounds.Contains(triplet.Round));
        var rows = triplets.Join(db.Paintings, triplet => triplet.PaintingId, painting => painting.Id, (triplet, painting) => new Row { Triplet = triplet, Painting = painting });
        return filter.Category is null ? rows : rows.Where(row => row.Painting.Category == filter.Category);
    }

    private sealed class Row
    {
        public required Triplet Triplet { get; init; }
        public required Painting Painting { get; init; }
    }
}
