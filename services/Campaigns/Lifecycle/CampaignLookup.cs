using Microsoft.EntityFrameworkCore;
using Nights.Database;

namespace Nights.Campaigns.Lifecycle;

/// <summary>Finds a campaign by its id, by name (the newest version) or by name@version.</summary>
internal sealed class CampaignLookup(IDbContextFactory<NightsDb> databases)
{
    public async Task<Guid?> Id(string idOrName, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (Guid.TryParse(idOrName, out var id))
            return await db.Campaigns.AnyAsync(campaign => campaign.Id == id, cancel) ? id : null;

        var (name, version) = idOrName.Split('@') is [var before, var after] && int.TryParse(after, out var number) ? (before, number) : (idOrName, (int?)null);
        return await db.Campaigns
            .Where(campaign => campaign.Name == name && (version == null || campaign.Version == version))
            .OrderByDescending(campaign => campaign.Version)
            .Select(campaign => (Guid?)campaign.Id)
            .FirstOrDefaultAsync(cancel);
    }
}
