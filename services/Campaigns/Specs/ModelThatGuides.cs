using Microsoft.EntityFrameworkCore;
using Nights.Database;
using Nights.Domain.Campaigns;

namespace Nights.Campaigns.Specs;

/// <summary>Fixes which registered model a spec means by <c>guidance.model</c>: the spec that is stored names it with its version.</summary>
internal sealed class ModelThatGuides(IDbContextFactory<NightsDb> databases)
{
    private const int Shown = 5;

    /// <returns>The spec with the model's version, or what is wrong with the model that it names.</returns>
    public async Task<(CampaignSpec? Spec, SpecError? Error)> Resolve(CampaignSpec spec, CancellationToken cancel)
    {
        if (spec.Guidance is not { } guidance) return (spec, null);
        await using var db = await databases.CreateDbContextAsync(cancel);
        var (name, version) = guidance.Model.Split('@') is [var before, var after] ? (before, after) : (guidance.Model, null);
        var found = await db.Models.AsNoTracking().Where(model => model.Name == name && (version == null || model.Version == version))
            .OrderByDescending(model => model.CreatedAt).Select(model => model.Name + "@" + model.Version).FirstOrDefaultAsync(cancel);
        if (found is not null) return (spec with { Guidance = guidance with { Model = found } }, null);

        var known = await db.Models.AsNoTracking().OrderByDescending(model => model.CreatedAt).Select(model => model.Name + "@" + model.Version).Take(Shown).ToListAsync(cancel);
        var mend = known.Count is 0 ? "none is registered yet, so train one first or leave guidance out" : $"the newest are {string.Join(", ", known)}";
        return (null, new SpecError("guidance.model", $"there is no model '{guidance.Model}' in the registry; {mend}."));
    }
}
