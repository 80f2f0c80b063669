using Microsoft.EntityFrameworkCore;
using Nights.Database;
using Nights.Domain.Campaigns;

namespace Nights.Campaigns.Specs;

/// <summary>Fixes which registered model a spec means by <c>guide.model</c>: the spec that is stored names it with its version.</summary>
internal sealed class GuideOfCampaign(IDbContextFactory<NightsDb> databases)
{
    private const int Shown = 5;

    /// <returns>The spec with the model's version, or what is wrong with the model that it names.</returns>
    public async Task<(CampaignSpec? Spec, SpecError? Error)> Resolve(CampaignSpec spec, CancellationToken cancel)
    {
        if (spec.Guide is not { } guide) return (spec, null);
        await using var db = await databases.CreateDbContextAsync(cancel);
        var (name, version) = guide.Model.Split('@') is [var before, var after] ? (before, after) : (guide.Model, null);
        var found = await db.Models.AsNoTracking().Where(model => model.Name == name && (version == null || model.Version == version))
            .OrderByDescending(model => model.CreatedAt).Select(model => model.Name + "@" + model.Version).FirstOrDefaultAsync(cancel);
        if (found is not null) return (spec with { Guide = guide with { Model = found } }, null);

        var known = await db.Models.AsNoTracking().OrderByDescending(model => model.CreatedAt).Select(model => model.Name + "@" + model.Version).Take(Shown).ToListAsync(cancel);
        var mend = known.Count is 0 ? "none is registered yet, so train one first or leave guide out" : $"the newest are {string.Join(", ", known)}";
        return (null, new SpecError("guide.model", $"there is no model '{guide.Model}' in the registry; {mend}."));
    }
}
