using Microsoft.EntityFrameworkCore;
using Nights.Campaigns.Lifecycle;
using Nights.Database;
using Nights.Database.Campaigns;
using Nights.Domain.Campaigns;

namespace Nights.Campaigns.Specs;

/// <summary>
/// Fixes which campaign a spec means by <c>jnd.source</c>: the spec that is stored names it with its version, and plans no painting of its own, whatever the
/// parts that are not read say.
/// </summary>
internal sealed class SourceOfTriplets(IDbContextFactory<NightsDb> databases, CampaignLookup lookup)
{
    public async Task<(CampaignSpec? Spec, SpecError? Error)> Resolve(CampaignSpec spec, CancellationToken cancel)
    {
        if (spec.SourceOfTriplets() is not { } named) return (spec, null);
        if (await lookup.Id(named, cancel) is not { } id)
            return (null, new SpecError("jnd.source", $"there is no campaign '{named}'; name one that collects 2AFC votes here, or leave the key out to paint new triplets."));

        await using var db = await databases.CreateDbContextAsync(cancel);
        var source = await db.Campaigns.AsNoTracking().SingleAsync(campaign => campaign.Id == id, cancel);
        if (source.ReadSpec().Task is not CampaignTask.TwoAfc)
            return (null, new SpecError("jnd.source", $"'{named}' flashes pairs itself and accepts no triplets by agreement; name a campaign of task twoAfc."));

        return (spec with
        {
            Jnd = spec.Jnd with { Source = $"{source.Name}@{source.Version}" },
            Painting = (spec.Painting ?? new PaintingSpec()) with { Count = 0 },
        }, null);
    }
}
