using Microsoft.EntityFrameworkCore;
using Nights.Campaigns.Operators;
using Nights.Campaigns.Planning;
using Nights.Campaigns.Specs;
using Nights.Database;
using Nights.Database.Campaigns;
using Nights.Domain.Campaigns;

namespace Nights.Campaigns.Lifecycle;

/// <summary>
/// Moves a campaign along Draft → Running ⇄ Paused → Draining. The condition stands in the UPDATE, so of two operators who press at once
/// one succeeds. Starting and resuming wake the planner.
/// </summary>
internal sealed class ChangeCampaignState(IDbContextFactory<NightsDb> databases, PlanningBell planner, GuideOfCampaign models, TimeProvider clock)
{
    /// <returns>Null when done, else why it was not.</returns>
    public async Task<string?> Run(Guid id, CampaignStep step, string who, CancellationToken cancel)
    {
        var (from, to) = Move(step);
        if (step is CampaignStep.Start && await WhatIsMissing(id, cancel) is { } missing) return missing;
        await using (var db = await databases.CreateDbContextAsync(cancel))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancel);
            var now = clock.GetUtcNow();
            var moved = await db.Campaigns
                .Where(campaign => campaign.Id == id && from.Contains(campaign.State))
                .ExecuteUpdateAsync(
                    set => set
                        .SetProperty(campaign => campaign.State, to)
                        .SetProperty(campaign => campaign.StartedAt, campaign => campaign.StartedAt ?? now),
                    cancel);
            var found = await db.Campaigns.Where(campaign => campaign.Id == id).Select(campaign => new { campaign.Name, campaign.Version, campaign.State }).SingleAsync(cancel);
            if (moved is 0) return $"{found.Name} v{found.Version} is {Word(found.State)}; {Verb(step)} needs {string.Join(" or ", from.Select(Word))}.";

            db.Audit.Add(AuditLog.Entry(clock, who, $"{Verb(step)} campaign", $"{found.Name} v{found.Version}"));
            await db.SaveChangesAsync(cancel);
            await transaction.CommitAsync(cancel);
        }

        planner.Ring();
        return null;
    }

    /// <summary>A draft may be older than the registry: what it names is looked for again when it starts.</summary>
    private async Task<string?> WhatIsMissing(Guid id, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var draft = await db.Campaigns.AsNoTracking().SingleAsync(campaign => campaign.Id == id, cancel);
        return (await models.Resolve(draft.ReadSpec(), cancel)).Error?.ToString();
    }

    /// <summary>Whether a campaign in this state can take this step.</summary>
    public static bool IsPossible(CampaignState state, CampaignStep step) => Move(step).From.Contains(state);

    private static (CampaignState[] From, CampaignState To) Move(CampaignStep step) => step switch
    {
        CampaignStep.Start => ([CampaignState.Draft], CampaignState.Running),
        CampaignStep.Pause => ([CampaignState.Running], CampaignState.Paused),
        CampaignStep.Resume => ([CampaignState.Paused], CampaignState.Running),
        CampaignStep.Drain => ([CampaignState.Running, CampaignState.Paused], CampaignState.Draining),
        _ => throw new ArgumentOutOfRangeException(nameof(step), step, "A step is start, pause, resume or drain."),
    };

    private static string Verb(CampaignStep step) => step.ToString().ToLowerInvariant();

    private static string Word(CampaignState state) => state.ToString().ToLowerInvariant();
}

/// <summary>What an operator can do with a campaign.</summary>
internal enum CampaignStep
{
    /// <summary>Plan, paint, and let participants in.</summary>
    Start = 0,

    /// <summary>No new paintings and no new leases; answers under way are kept.</summary>
    Pause = 1,

    Resume = 2,

    /// <summary>Nothing new; decide what is there.</summary>
    Drain = 3,
}
